package dev.weir.benchmarks.rollup;

import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Memory;
import dev.weir.stack.Ports;
import dev.weir.stack.PostgresAccount;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Kafka and the registry, each its own process; stopped by {@link #close}. */
final class Servers implements AutoCloseable {

    /** In MiB: a broker as one has it, not one that saves memory on a laptop. */
    private static final int KAFKA_HEAP = 1024;

    private final LocalStack stack;

    private Servers(LocalStack stack) {
        this.stack = stack;
    }

    static Servers start(Path home, int portOffset) {
        Memory small = Memory.DEFAULT;
        Memory memory = new Memory(
                KAFKA_HEAP,
                small.registryHeap(),
                small.jobManagerHeap(),
                small.taskManagerHeap(),
                small.taskManagerManaged(),
                small.gatewayHeap(),
                small.connectHeap(),
                small.postgresqlBuffers());
        LocalStack stack = new LocalStack(new StackConfig(
                home,
                Ports.withOffset(portOffset),
                memory,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PostgresAccount.AUTOMATIC));
        stack.up(Set.of(ServerName.KAFKA, ServerName.REGISTRY), Progress.SILENT);
        return new Servers(stack);
    }

    String kafka() {
        return stack.kafka();
    }

    String registry() {
        return stack.registry().toString();
    }

    Target target() {
        return new Target(
                EnvironmentConfig.LOCAL,
                stack.kafka(),
                stack.registry(),
                stack.flinkRest(),
                stack.checkpoints().toUri());
    }

    /** Kafka's process. Looking for it asks all servers how they are: not while something is measured. */
    ProcessHandle broker() {
        return stack.status().stream()
                .filter(server -> server.name().equals(ServerName.KAFKA.id()))
                .flatMapToLong(server -> server.pid().stream())
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Kafka isn't there any more; see its log in " + stack));
    }

    /** Libraries that only some ways need. */
    List<Path> fetch(String name, List<String> artifacts) {
        return stack.fetch(name, artifacts, Progress.SILENT);
    }

    @Override
    public void close() {
        stack.down();
    }
}
