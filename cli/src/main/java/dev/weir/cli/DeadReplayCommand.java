package dev.weir.cli;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.dead.DeadEvents;
import dev.weir.operate.dead.DeadPosition;
import dev.weir.operate.dead.Edit;
import dev.weir.operate.dead.KafkaSender;
import dev.weir.operate.dead.Replay;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir dead replay}. */
@Command(
        name = "replay",
        description = {
            "Send dead events to their stream again, as they are or mended, if they keep today's contract.",
            "",
            "They keep their identity: one that is sent twice is a duplicate. Where the stream declares no identity, it"
                    + " counts twice. Exits with 1 if one was refused.",
            ""
        })
final class DeadReplayCommand implements Callable<Integer> {

    @ParentCommand
    private DeadCommand dead;

    @Parameters(index = "0", paramLabel = "STREAM")
    private String stream;

    @Parameters(index = "1..*", paramLabel = "POSITION", description = "PARTITION@OFFSET of each, such as 3@120.")
    private List<String> positions = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "CODE", description = "All that are dead for this, such as RULE.")
    private @Nullable String reason;

    @Option(
            names = "--set",
            paramLabel = "COLUMN=VALUE",
            description = "Give a column another value; repeat it for several.")
    private Map<String, String> set = new TreeMap<>();

    @Option(
            names = "--file",
            paramLabel = "JSON",
            description = "The whole event, as the gateway takes it; for one POSITION.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Also what was replayed " + Replay.MOST + " times and died each time.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
        checkUsage();
        LocalStack stack = LocalServers.running(dead.weir().home(), ServerName.KAFKA, ServerName.REGISTRY);
        PublishedContract published = published(stack);
        Map<String, String> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.kafka());
        SchemaRegistry registry = Jobs.registry(stack);
        Edit edit = new Edit(file == null ? null : event(file), set);
        Table table = new Table("position", "replayed to", "refused because");
        int refused = 0;
        try (CommittedLog log = KafkaCommittedLog.connect(kafka);
                KafkaSender sender = new KafkaSender(kafka, published.contract().topic())) {
            Replay replay = new Replay(log, registry, published, Clock.systemUTC(), sender);
            for (DeadLetter letter :
                    letters(new DeadEvents(log, registry, published.contract().name()))) {
                Replay.Outcome outcome = replay.replay(letter, edit, force);
                refused += outcome.to() == null ? 1 : 0;
                table.add(
                        outcome.from().toString(),
                        outcome.to() == null ? null : outcome.to().toString(),
                        outcome.why().isEmpty() ? null : outcome.why());
            }
        }
        dead.weir().print(table);
        return refused == 0 ? ExitCode.FINE : ExitCode.FAILED;
    }

    private void checkUsage() {
        if (positions.isEmpty() == (reason == null)) {
            throw new CommandFailure(ExitCode.USAGE, "Say which: either positions, such as 3@120, or --reason CODE.");
        }
        if (file != null && positions.size() != 1) {
            throw new CommandFailure(ExitCode.USAGE, "--file has one event, so it takes exactly one position.");
        }
    }

    private PublishedContract published(LocalStack stack) throws KafkaUnavailableException {
        String name = KnownStreams.load(stack).find(stream).name();
        try (ContractLog log = ContractLog.follow(stack.kafka())) {
            PublishedContract published = log.current().get(name);
            if (published == null) {
                throw new CommandFailure(
                        ExitCode.USAGE, "Events go to a stream, and '" + name + "' is its dead events.");
            }
            return published;
        }
    }

    private static String event(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + file.toAbsolutePath() + ".");
        }
        return Files.readString(file);
    }

    private List<DeadLetter> letters(DeadEvents events) throws KafkaUnavailableException, RegistryUnavailableException {
        if (reason != null) {
            return events.withCode(reason);
        }
        List<DeadLetter> letters = new ArrayList<>();
        for (String position : positions) {
            DeadPosition place = DeadCommand.position(position);
            letters.add(events.find(place)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.NOT_FOUND, "There is no dead event of '" + stream + "' at " + place + ".")));
        }
        return letters;
    }
}
