package dev.weir.cli;

import dev.weir.contract.StreamContract;
import dev.weir.contract.rule.RuleProblem;
import dev.weir.contract.rule.RuleSet;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir tail}: prints the events of a stream as they are committed. */
@Command(
        name = "tail",
        description = {
            "Print the committed events of a stream, one a line, until Ctrl-C.",
            "",
            "A line has partition@offset, the time when the broker took the event, and its columns; a key that was"
                    + " withdrawn is shown as such. With --output json: partition, offset, append_time, key, value"
                    + " (null for a withdrawn key), and unreadable with the reason where the value can't be decoded.",
            ""
        })
final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "STREAM", description = "The stream; its dead events are STREAM.dead.")
    private String stream;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "end",
            converter = TailStart.Converter.class,
            description = {
                "Begin at: beginning, end, a time such as 2026-01-31T12:00:00Z, or how long ago, such as -10m;",
                "times are those at which the broker took the events (default ${DEFAULT-VALUE})."
            })
    private TailStart from = TailStart.END;

    @Option(
            names = "--where",
            paramLabel = "CEL",
            description = {
                "Only events of which this is true, such as 'amount > 100.0 && customer == \"ana\"'.",
                "It speaks of columns, so withdrawn keys are left out; what can't be decoded is shown."
            })
    private @Nullable String where;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after N events.")
    private @Nullable Integer count;

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds.")
    private @Nullable Integer seconds;

    @Override
    public Integer call() throws Exception {
        LocalStack stack = LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY);
        StreamContract contract = KnownStreams.load(stack).find(stream);
        EventText text = new EventText(Jobs.registry(stack), condition(contract, where));
        long end = seconds == null
                ? Long.MAX_VALUE
                : System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int left = count == null ? Integer.MAX_VALUE : count;
        try (RecordTail tail = new RecordTail(stack.kafka(), contract.topic(), from)) {
            while (left > 0 && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> event : tail.poll(POLL)) {
                    Optional<String> line = switch (weir.output()) {
                        case TABLE -> text.line(event);
                        case JSON -> text.json(event);
                    };
                    if (line.isPresent() && left-- > 0) {
                        weir.console().data(line.get());
                    }
                }
            }
        }
        return ExitCode.FINE;
    }

    /** @throws CommandFailure if it isn't CEL over the stream's columns */
    static RuleSet condition(StreamContract contract, @Nullable String where) {
        List<String> conditions = where == null ? List.of() : List.of(where);
        List<RuleProblem> problems = RuleSet.check(contract.schema().fields(), conditions);
        if (!problems.isEmpty()) {
            RuleProblem first = problems.get(0);
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--where " + first.line() + ":" + first.column() + ": " + first.message() + ". The columns are "
                            + contract.schema().fields().fields().stream()
                                    .map(field -> field.name())
                                    .toList()
                            + ".");
        }
        return RuleSet.compile(contract.schema().fields(), conditions);
    }
}
