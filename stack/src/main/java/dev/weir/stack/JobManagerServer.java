package dev.weir.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The head of the Flink session cluster: takes jobs over REST, shows the web UI. */
record JobManagerServer(StackConfig config, StackDirectory directory, FlinkCluster cluster) implements Server {

    @Override
    public ServerName name() {
        return ServerName.JOB_MANAGER;
    }

    @Override
    public List<String> artifacts() {
        return cluster.artifacts();
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        cluster.environment(),
                        new HttpReadiness(URI.create(address() + "/overview"), "taskmanagers"),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(15));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        String scratch = directory.scratch(name().id()).toString();
        cluster.prepare(
                name(),
                artifacts,
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                List.of(
                        "-Xms96m",
                        "-Xmx" + config.memory().jobManagerHeap() + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:MaxMetaspaceSize=256m"),
                Map.of(
                        "jobmanager.bind-host",
                        "127.0.0.1",
                        "rest.bind-address",
                        "127.0.0.1",
                        "rest.bind-port",
                        Integer.toString(config.ports().flink()),
                        "io.tmp.dirs",
                        scratch,
                        "web.upload.dir",
                        scratch,
                        "metrics.reporter.prom.port",
                        Integer.toString(config.ports().jobManagerMetrics())));
    }

    @Override
    public String address() {
        return cluster.restAddress();
    }
}
