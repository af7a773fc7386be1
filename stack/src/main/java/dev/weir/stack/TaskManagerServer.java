package dev.weir.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The worker of the Flink session cluster. */
record TaskManagerServer(StackConfig config, StackDirectory directory, FlinkCluster cluster) implements Server {
    private static final int SLOTS = 8;
    /**
     * What Flink divides by slots for the buffers of windows; taken when it is used only. Of a slot's 64 MiB, half are
     * theirs, and each of a pipeline's window operators fails with less than 1 MiB.
     */
    private static final int MANAGED = SLOTS * 64;

    private static final int FRAMEWORK_HEAP = 128;
    private static final int FRAMEWORK_DIRECT = 64;
    private static final int TASK_DIRECT = 64;
    private static final int NETWORK = 96;
    private static final int METASPACE = 512;
    private static final int OVERHEAD = 192;

    @Override
    public ServerName name() {
        return ServerName.TASK_MANAGER;
    }

    @Override
    public List<String> artifacts() {
        List<String> artifacts = new ArrayList<>(cluster.artifacts());
        artifacts.add(
                "com.microsoft.onnxruntime:onnxruntime:" + cluster.versions().onnxruntime());
        return artifacts;
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        cluster.environment(),
                        this::missing,
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(15));
    }

    /** Asks for this very process and for no other: the JobManager counts the slots of one that was killed for seconds. */
    private Optional<String> missing() {
        try {
            String id = Files.readString(idFile());
            return new HttpReadiness(URI.create(cluster.restAddress() + "/taskmanagers"), "\"" + id + "\"")
                    .missing()
                    .or(() -> new HttpReadiness(URI.create(cluster.restAddress() + "/overview"), "\"taskmanagers\":1,")
                            .missing());
        } catch (IOException e) {
            return Optional.of("The worker has no id in " + idFile() + ".");
        }
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        String id = "weir-" + Instant.now().toEpochMilli();
        Files.writeString(idFile(), id);
        Memory memory = config.memory();
        int direct = FRAMEWORK_DIRECT + TASK_DIRECT + NETWORK;
        cluster.prepare(
                name(),
                artifacts,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                List.of(
                        "-Xms128m",
                        "-Xmx" + memory.taskManagerHeap() + "m",
                        "-XX:+UseG1GC",
                        // What is remembered of many producers is walked to at random.
                        "-XX:+UseTransparentHugePages",
                        "-XX:MaxDirectMemorySize=" + direct + "m",
                        "-XX:MaxMetaspaceSize=" + METASPACE + "m"),
                Map.ofEntries(
                        Map.entry("taskmanager.resource-id", id),
                        // Its native library is loaded once, not by each job anew.
                        Map.entry("classloader.parent-first-patterns.additional", "ai.onnxruntime."),
                        Map.entry("taskmanager.host", "127.0.0.1"),
                        Map.entry("taskmanager.bind-host", "127.0.0.1"),
                        Map.entry("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS)),
                        Map.entry("taskmanager.cpu.cores", Integer.toString(SLOTS)),
                        Map.entry("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP + "m"),
                        Map.entry("taskmanager.memory.framework.off-heap.size", FRAMEWORK_DIRECT + "m"),
                        Map.entry(
                                "taskmanager.memory.task.heap.size", (memory.taskManagerHeap() - FRAMEWORK_HEAP) + "m"),
                        Map.entry("taskmanager.memory.task.off-heap.size", TASK_DIRECT + "m"),
                        Map.entry("taskmanager.memory.network.min", NETWORK + "m"),
                        Map.entry("taskmanager.memory.network.max", NETWORK + "m"),
                        Map.entry("taskmanager.memory.jvm-metaspace.size", METASPACE + "m"),
                        Map.entry("taskmanager.memory.jvm-overhead.min", OVERHEAD + "m"),
                        Map.entry("taskmanager.memory.jvm-overhead.max", OVERHEAD + "m"),
                        // Shared by all jobs: in equal parts for the slots, most of it would lie idle, and the parts
                        // would be so small that RocksDB writes a file for nearly each value. Counts only unmanaged.
                        Map.entry("state.backend.rocksdb.memory.managed", "false"),
                        Map.entry("state.backend.rocksdb.memory.fixed-per-tm", memory.taskManagerManaged() + "m"),
                        Map.entry("taskmanager.memory.managed.size", MANAGED + "m"),
                        Map.entry(
                                "state.backend.rocksdb.log.dir",
                                directory.scratch(name().id()).toString()),
                        Map.entry("io.tmp.dirs", directory.scratch(name().id()).toString()),
                        Map.entry(
                                "metrics.reporter.prom.port",
                                Integer.toString(config.ports().taskManagerMetrics()))));
    }

    private Path idFile() {
        return directory.run().resolve("taskmanager.id");
    }

    @Override
    public String address() {
        return cluster.restAddress() + "/#/task-manager";
    }
}
