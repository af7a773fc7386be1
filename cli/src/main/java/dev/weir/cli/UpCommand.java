package dev.weir.cli;

import dev.weir.stack.LastStart;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Memory;
import dev.weir.stack.PreflightCheck;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code weir up}: starts the local servers, or brings back those that died, and their jobs. */
@Command(name = "up", description = "Start the local servers, and again the jobs that ran when they stopped.")
final class UpCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Option(
            names = "--demo",
            arity = "0..1",
            paramLabel = "NAME",
            fallbackValue = Demo.FIRST,
            description = "Then run a demo with its generator and tell what happens, until Ctrl-C; the servers stay up."
                    + " NAME: feed (default), fraud, iot, all, or a project's folder.")
    private @Nullable String demo;

    @Option(names = "--seconds", paramLabel = "N", description = "End the demo after N seconds instead of at Ctrl-C.")
    private @Nullable Integer seconds;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Shift all ports by N. Default: as at the last start, or 0.")
    private @Nullable Integer portOffset;

    @Option(
            names = "--worker-heap",
            paramLabel = "MB",
            description =
                    "What Flink's worker may use for objects, of all pipelines together; RocksDB gets 3/10 of that beside."
                            + " Default: as at the last start, or 640.")
    private @Nullable Integer workerHeap;

    @Option(
            names = "--s3",
            description = "Keep what AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL_S3 say,"
                    + " so that checkpoints and the lake may be on S3.")
    private boolean s3;

    @Override
    public Integer call() throws Exception {
        long begin = System.nanoTime();
        Console console = weir.console();
        List<Demo> demos = demo == null ? List.of() : Demo.find(weir.home(), demo, console);
        LocalStack stack = LocalServers.of(weir.home(), start());
        Set<ServerName> all = stack.wanted();
        if (!passesPreflight(stack.preflight(all))) {
            return ExitCode.FAILED;
        }
        if (s3) {
            keepS3Login(stack);
        }
        stack.up(all, new UpProgress(console));
        Jobs.recover(weir.home(), console);
        SupervisorProgram.ensure(weir.home(), stack);
        console.progress(summary(stack.status(), Duration.ofNanos(System.nanoTime() - begin)));
        if (!demos.isEmpty()) {
            new DemoRun(weir.home(), console, stack, demos).run(seconds == null ? null : Duration.ofSeconds(seconds));
        } else {
            console.progress("Flink's pages: " + stack.flinkRest() + "   events to: "
                    + LocalServers.gateway(weir.home()) + "/streams/STREAM   stop with: weir down");
        }
        return ExitCode.FINE;
    }

    private LastStart start() {
        LastStart last = LastStart.in(weir.home().data());
        int heap = workerHeap != null ? workerHeap : last.workerHeap();
        if (heap < Memory.LEAST_WORKER_HEAP) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--worker-heap: " + Memory.LEAST_WORKER_HEAP + " MB at least, not " + heap + ".");
        }
        return new LastStart(portOffset != null ? portOffset : last.portOffset(), heap);
    }

    private static void keepS3Login(LocalStack stack) {
        try {
            stack.keepS3Login(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** All of what was looked at in a demo, else only what is in the way. */
    private boolean passesPreflight(List<PreflightCheck> checks) {
        boolean passes = true;
        for (PreflightCheck check : checks) {
            boolean fine = check.result() == PreflightCheck.Result.FINE;
            if (demo != null || !fine) {
                weir.console()
                        .progress("  " + sign(check.result()) + " " + check.name() + ": " + check.found()
                                + (fine ? "" : ". " + check.remedy()));
            }
            passes &= check.result() != PreflightCheck.Result.FAILED;
        }
        return passes;
    }

    private static String sign(PreflightCheck.Result result) {
        return switch (result) {
            case FINE -> "✓";
            case WARNING -> "!";
            case FAILED -> "✗";
        };
    }

    /** {@code Kafka ✓ Flink ✓ registry ✓ PostgreSQL ✓ gateway ✓ 2.1 GB, ready in 18.4 s}. */
    static String summary(List<ServerStatus> servers, Duration took) {
        StringBuilder line = new StringBuilder();
        for (ServerName name : List.of(
                ServerName.KAFKA,
                ServerName.JOB_MANAGER,
                ServerName.REGISTRY,
                ServerName.POSTGRESQL,
                ServerName.GATEWAY,
                ServerName.CONNECT)) {
            if (name == ServerName.CONNECT
                    && servers.stream().noneMatch(server -> server.name().equals(name.id()))) {
                continue; // No source is declared.
            }
            boolean ready = servers.stream()
                    .filter(server -> server.name().equals(name.id())
                            || (name == ServerName.JOB_MANAGER && server.name().equals(ServerName.TASK_MANAGER.id())))
                    .allMatch(server -> server.state() == ServerStatus.State.READY);
            line.append(name.label()).append(ready ? " ✓ " : " ✗ ");
        }
        long memory = servers.stream()
                .mapToLong(server -> server.residentBytes().orElse(0))
                .sum();
        return line + "  " + Amounts.bytes(memory) + ", ready in " + Amounts.time(took);
    }
}
