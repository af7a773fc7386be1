package dev.weir.cli;

import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.observe.PipelineObserver;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code weir status}: the servers, the pipelines, how far they are, and what became of the events that they read. */
@Command(
        name = "status",
        description = {
            "Show the servers, the pipelines, how far they are behind, and what became of the events they read.",
            "Exits with 6 if a server that was started doesn't answer; what can be known without it is shown."
        })
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "2",
            description = "Show it anew every SECONDS (default 2), in place on a terminal, until q or Ctrl-C.")
    private @Nullable Integer watch;

    @Override
    public Integer call() throws Exception {
        if (watch != null && watch < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--watch takes whole seconds, at least 1.");
        }
        try (PipelineObserver observer = new PipelineObserver(Jobs.pipelines(weir.home()))) {
            if (watch != null) {
                return watch(observer, Duration.ofSeconds(watch));
            }
            StatusReport report = look(observer);
            print(report);
            return report.exitCode();
        }
    }

    private StatusReport look(PipelineObserver observer) throws ConflictException, IOException {
        LocalStack stack = LocalServers.watched(weir.home());
        List<ServerStatus> servers = stack.status();
        return new StatusReport(
                servers,
                observer.observe(absent(stack, servers)),
                stack.supervision().notes(),
                sources(),
                stack.shortage().orElse(null));
    }

    private Table sources() throws ConflictException, IOException {
        Captures captures = new Captures(weir.home(), weir.console());
        try {
            return captures.table();
        } catch (ServerUnavailableException e) {
            weir.console().progress(e.getMessage());
            return new Table("source", "pipeline", "state", "note");
        }
    }

    /** Why the servers needn't be asked that don't run here, by the address in the journal. */
    private static Map<String, String> absent(LocalStack stack, List<ServerStatus> servers) {
        Map<String, String> absent = new HashMap<>();
        for (ServerStatus server : servers) {
            if (server.pid().isEmpty() && server.name().equals(ServerName.KAFKA.id())) {
                absent.put(stack.kafka(), "Kafka doesn't run: how far pipelines are behind isn't known.");
            }
            if (server.pid().isEmpty() && server.name().equals(ServerName.JOB_MANAGER.id())) {
                absent.put(
                        stack.flinkRest().toString(), "Flink doesn't run: what happens within pipelines isn't known.");
            }
        }
        return absent;
    }

    private void print(StatusReport report) {
        switch (weir.output()) {
            case TABLE -> weir.console().block(report.text());
            case JSON -> weir.console().data(report.json());
        }
    }

    private int watch(PipelineObserver observer, Duration every)
            throws ConflictException, IOException, InterruptedException {
        if (weir.output() == OutputFormat.TABLE && weir.console().terminal()) {
            try (Screen screen = Screen.open()) {
                do {
                    screen.show(look(observer).text(), "every " + every.toSeconds() + " s, q to leave");
                } while (!screen.awaitQuit(every));
            }
            return ExitCode.FINE;
        }
        while (true) {
            print(look(observer));
            if (weir.output() == OutputFormat.TABLE) {
                weir.console().data("");
            }
            Thread.sleep(every.toMillis());
        }
    }
}
