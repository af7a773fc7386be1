package dev.weir.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shows what the pipelines do to Prometheus, from a copy of the jars that the caller gave, and looks after the supervisor,
 * which looks after it.
 */
record MetricsServer(StackConfig config, StackDirectory directory) implements Server {

    /** It keeps little, and most of what it loads is Kafka's client. */
    private static final List<String> SMALL = List.of(
            "-Xms8m",
            "-Xmx48m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-Xshare:auto",
            "-XX:+ExitOnOutOfMemoryError");

    @Override
    public ServerName name() {
        return ServerName.METRICS;
    }

    @Override
    public List<String> artifacts() {
        return List.of();
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        Map.of(),
                        new HttpReadiness(URI.create("http://" + listen() + "/health"), ""),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        if (config.metricsClassPath().isEmpty()) {
            throw new ServerFailedException("The jars of the metrics are not known; build them: ./mvnw package.");
        }
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(config.metricsOptions());
        options.addAll(new ServerLogging(directory).options(name().id()));
        JavaCommand.of(directory, name().id())
                .write(
                        options,
                        new JarCopy(directory.servers(), name().id()).of(config.metricsClassPath()),
                        "dev.weir.cli.MetricsMain",
                        List.of(
                                "--listen",
                                listen(),
                                "--jobs",
                                directory.home().resolve("jobs").toString()));
    }

    private String listen() {
        return "127.0.0.1:" + config.ports().metrics();
    }

    @Override
    public String address() {
        return "http://" + listen() + "/metrics";
    }
}
