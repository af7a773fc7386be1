package dev.weir.cli;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.StreamContract;
import dev.weir.operate.dead.DeadEvents;
import dev.weir.operate.dead.DeadPosition;
import dev.weir.operate.dead.DeadReason;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir dead}: events that broke their contract. */
@Command(
        name = "dead",
        description = {"Events that can't be read or break their contract, and why.", ""},
        subcommands = {DeadCommand.Reasons.class, DeadCommand.Show.class, DeadReplayCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class DeadCommand implements Runnable {

    @ParentCommand
    private WeirCommand weir;

    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    WeirCommand weir() {
        return weir;
    }

    static DeadPosition position(String text) {
        return DeadPosition.parse(text)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, "A position is PARTITION@OFFSET, such as 3@120, not '" + text + "'."));
    }

    private static CommittedLog log(LocalStack stack) {
        return KafkaCommittedLog.connect(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.kafka()));
    }

    /** {@code weir dead list}. */
    @Command(
            name = "list",
            description = {
                "How many events of a stream are dead for which reason, and where the newest are.",
                "Each of them: weir tail 'STREAM$dead' --from beginning"
            })
    static final class Reasons implements Callable<Integer> {

        @ParentCommand
        private DeadCommand dead;

        @Parameters(paramLabel = "STREAM")
        private String stream;

        @Override
        public Integer call() throws Exception {
            LocalStack stack = LocalServers.running(dead.weir.home(), ServerName.KAFKA, ServerName.REGISTRY);
            StreamContract contract = KnownStreams.load(stack).find(stream);
            List<DeadReason> reasons;
            try (CommittedLog log = log(stack)) {
                reasons = new DeadEvents(log, Jobs.registry(stack), contract.name()).reasons();
            }
            Table table = new Table("events", "code", "field", "expected", "found", "newest", "examples");
            for (DeadReason reason : reasons) {
                table.add(
                        reason.count(),
                        reason.code(),
                        reason.path().isEmpty() ? null : reason.path(),
                        reason.expected(),
                        reason.found(),
                        reason.newest().toString(),
                        reason.examples().stream().map(DeadPosition::toString).collect(Collectors.joining(" ")));
            }
            dead.weir.print(table);
            return ExitCode.FINE;
        }
    }

    /** {@code weir dead show}. */
    @Command(
            name = "show",
            description = {"Why one event is dead; with --reveal also its key and value, which may be personal.", ""})
    static final class Show implements Callable<Integer> {

        @ParentCommand
        private DeadCommand dead;

        @Parameters(index = "0", paramLabel = "STREAM")
        private String stream;

        @Parameters(
                index = "1",
                paramLabel = "POSITION",
                description = "PARTITION@OFFSET, as weir dead list and weir tail show it, such as 3@120.")
        private String position;

        @Option(names = "--reveal", description = "Show key and value, as text where they are text, else in hex.")
        private boolean reveal;

        @Override
        public Integer call() throws Exception {
            DeadPosition place = DeadPosition.parse(position)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, "A position is PARTITION@OFFSET, such as 3@120, not '" + position + "'."));
            LocalStack stack = LocalServers.running(dead.weir.home(), ServerName.KAFKA, ServerName.REGISTRY);
            StreamContract contract = KnownStreams.load(stack).find(stream);
            DeadLetter letter;
            try (CommittedLog log = log(stack)) {
                letter = new DeadEvents(log, Jobs.registry(stack), contract.name())
                        .find(place)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.NOT_FOUND,
                                "There is no dead event of '" + contract.name() + "' at " + place + "; weir dead list "
                                        + contract.name() + " shows where there are some."));
            }
            LetterText text = new LetterText(letter, reveal);
            switch (dead.weir.output()) {
                case TABLE -> text.lines().forEach(dead.weir.console()::data);
                case JSON -> dead.weir.console().data(text.json());
            }
            return ExitCode.FINE;
        }
    }
}
