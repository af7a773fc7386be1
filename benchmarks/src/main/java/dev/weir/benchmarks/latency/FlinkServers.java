package dev.weir.benchmarks.latency;

import dev.weir.pipeline.Target;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Kafka, the registry and Flink as {@code weir up} starts them, each a process of its own; stopped by {@link #close}. */
final class FlinkServers implements AutoCloseable {

    private final LocalStack stack;

    private FlinkServers(LocalStack stack) {
        this.stack = stack;
    }

    static FlinkServers start(Path home, int portOffset) {
        LocalStack stack = new LocalStack(StackConfig.of(home, portOffset, List.of()));
        stack.up(
                Set.of(ServerName.KAFKA, ServerName.REGISTRY, ServerName.JOB_MANAGER, ServerName.TASK_MANAGER),
                Progress.SILENT);
        return new FlinkServers(stack);
    }

    Target target() {
        return new Target(
                EnvironmentConfig.LOCAL,
                stack.kafka(),
                stack.registry(),
                stack.flinkRest(),
                stack.checkpoints().toUri());
    }

    @Override
    public void close() {
        stack.down();
    }
}
