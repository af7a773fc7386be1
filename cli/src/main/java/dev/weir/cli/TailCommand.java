package dev.weir.cli;

import dev.weir.stack.LocalStack;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir tail}: prints the events of a stream as they are committed. */
@Command(name = "tail", description = "Print the committed events of a stream, one a line, until Ctrl-C.")
final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "STREAM", description = "The stream; its dead events are STREAM$dead.")
    private String stream;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "end",
            description = "Begin at: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private RecordTail.From from = RecordTail.From.END;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after N events.")
    private @Nullable Integer count;

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds.")
    private @Nullable Integer seconds;

    @Override
    public Integer call() throws Exception {
        LocalStack stack = LocalServers.asStarted(weir.home());
        EventText text = new EventText(Jobs.registry(stack));
        long end = seconds == null
                ? Long.MAX_VALUE
                : System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int left = count == null ? Integer.MAX_VALUE : count;
        try (RecordTail tail = new RecordTail(stack.kafka(), topic(stream), from)) {
            while (left > 0 && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> event : tail.poll(POLL)) {
                    if (left-- > 0) {
                        weir.console()
                                .data(
                                        switch (weir.output()) {
                                            case TABLE -> text.line(event);
                                            case JSON -> text.json(event);
                                        });
                    }
                }
            }
        }
        return ExitCode.FINE;
    }

    static String topic(String stream) {
        return stream.replace('$', '.');
    }
}
