package dev.weir.benchmarks.door;

import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import dev.weir.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Kafka, the registry and the gateway as {@code weir up} starts them, each a process of its own; stopped by {@link #close}. */
final class DoorServers implements AutoCloseable {

    private final LocalStack stack;

    private DoorServers(LocalStack stack) {
        this.stack = stack;
    }

    /** @param gateway the folder of its jars */
    static DoorServers start(Path home, int portOffset, Path gateway) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(gateway)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        LocalStack stack = new LocalStack(StackConfig.of(home, portOffset, jars));
        stack.up(Set.of(ServerName.KAFKA, ServerName.REGISTRY, ServerName.GATEWAY), Progress.SILENT);
        return new DoorServers(stack);
    }

    Target target() {
        return new Target(
                EnvironmentConfig.LOCAL,
                stack.kafka(),
                stack.registry(),
                stack.flinkRest(),
                stack.checkpoints().toUri());
    }

    String gateway() {
        return "http://127.0.0.1:" + status(ServerName.GATEWAY).ports().get(0);
    }

    /** Where messages of MQTT go. */
    String mqtt() {
        return "mqtt://127.0.0.1:" + status(ServerName.GATEWAY).ports().get(1);
    }

    long pid(ServerName server) {
        return status(server)
                .pid()
                .orElseThrow(
                        () -> new IllegalStateException(server + " isn't there any more; see its log in " + stack));
    }

    /** Of RAM. */
    long residentBytes(ServerName server) {
        return status(server)
                .residentBytes()
                .orElseThrow(
                        () -> new IllegalStateException("The system doesn't tell how much RAM " + server + " takes"));
    }

    private ServerStatus status(ServerName server) {
        return stack.status().stream()
                .filter(status -> status.name().equals(server.id()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        stack.down();
    }
}
