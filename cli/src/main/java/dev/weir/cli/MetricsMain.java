package dev.weir.cli;

import dev.weir.cli.metrics.MetricsEndpoint;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.observe.PipelineObserver;
import dev.weir.stack.LocalStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of the pipelines' metrics: {@code --listen HOST:PORT --jobs FOLDER}. It also looks after the supervisor: of
 * these two each starts the other again.
 */
public final class MetricsMain {

    private static final int USAGE = 2;
    private static final int UNREACHABLE = 6;
    private static final int LOOK_EVERY_SECONDS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(MetricsMain.class);

    private MetricsMain() {}

    public static void main(String[] arguments) {
        List<String> all = List.of(arguments);
        if (all.size() != 4 || !all.get(0).equals("--listen") || !all.get(2).equals("--jobs")) {
            System.err.println("Usage: " + MetricsMain.class.getName() + " --listen HOST:PORT --jobs FOLDER");
            System.exit(USAGE);
            return;
        }
        String listen = all.get(1);
        int colon = listen.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        PipelineObserver observer = new PipelineObserver(new Pipelines(Path.of(all.get(3))));
        try {
            MetricsEndpoint endpoint = new MetricsEndpoint(observer, address);
            Runtime.getRuntime().addShutdownHook(new Thread(endpoint::close, "metrics-close"));
            keepSupervisor(Home.ofProcess());
            LOG.info("The pipelines' metrics are shown at http://{}/metrics", listen);
        } catch (IOException e) {
            LOG.error("Can't listen at {}: {}", listen, e.getMessage());
            System.exit(UNREACHABLE);
        }
    }

    private static void keepSupervisor(Home home) {
        LocalStack stack = LocalServers.asStarted(home);
        Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "weir-supervisor-watch");
                    thread.setDaemon(true);
                    return thread;
                })
                .scheduleWithFixedDelay(
                        () -> keepSupervisor(home, stack), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static void keepSupervisor(Home home, LocalStack stack) {
        try {
            SupervisorProgram.ensure(home, stack);
        } catch (RuntimeException e) { // A full disk, say: it is tried again.
            LOG.warn("The supervisor is away and can't be started", e);
        }
    }
}
