package dev.weir.benchmarks.door;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.door.DoorWay.Protocol;
import dev.weir.benchmarks.measure.Run;
import dev.weir.benchmarks.measure.Runs;
import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.contract.Heartbeat;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.stack.ServerName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Runs all ways in turn, round after round, each with a stream of its own; the gateway goes on from run to run. */
final class DoorBenchmark {

    private static final Span NOTHING = new Span(1, Double.NaN, Double.NaN, Double.NaN);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LONGEST_MINUTES = 10;

    private final DoorServers servers;
    private final DoorSettings settings;
    private final Path folder;
    private final Consumer<String> progress;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param folder of what runs leave behind
     * @param progress hears a line now and then
     */
    DoorBenchmark(DoorServers servers, DoorSettings settings, Path folder, Consumer<String> progress) {
        this.servers = servers;
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    Runs run() throws Exception {
        String session = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (DoorWay way : settings.ways()) {
                String stream = way.id().replace('-', '_') + "_" + session + "_" + round;
                Run run = run(way, round, stream);
                runs.add(run);
                progress.accept(DoorReport.line(run));
            }
        }
        return new Runs(runs);
    }

    private Run run(DoorWay way, int round, String stream) throws Exception {
        TelemetrySettings log = settings.log(way);
        Path runFolder = Files.createDirectories(folder.resolve(stream));
        int schemaId = apply(runFolder.resolve("project"), stream, log);
        boolean isDoor = way.protocol() != Protocol.KAFKA;
        Path result = runFolder.resolve("result.json");
        DoorJob job = new DoorJob(
                url(way),
                servers.target().kafka(),
                stream,
                schemaId,
                isDoor ? servers.pid(ServerName.GATEWAY) : 0,
                servers.pid(ServerName.KAFKA),
                log,
                (int) (log.records() / 2),
                way.batch(),
                settings.connections(),
                settings.inFlight(),
                result.toString());
        List<String> problems = new ArrayList<>(send(runFolder, job));
        if (problems.isEmpty()) {
            problems.addAll(arrived(stream, log, schemaId));
        }
        Span span = problems.isEmpty() ? json.readValue(result.toFile(), Span.class) : NOTHING;
        return new Run(way.id(), round, span, span, problems);
    }

    private String url(DoorWay way) {
        return switch (way.protocol()) {
            case KAFKA -> "";
            case HTTP -> servers.gateway();
            case MQTT -> servers.mqtt();
        };
    }

    /** Puts the contract in force; the id of its schema. */
    private int apply(Path project, String stream, TelemetrySettings log) throws Exception {
        Path streams = Files.createDirectories(project.resolve("streams"));
        Files.writeString(project.resolve("weir.yaml"), "name: door\n");
        Files.writeString(streams.resolve("telemetry.avsc"), ReadingFormat.SCHEMA);
        Files.writeString(streams.resolve(stream + ".yaml"), """
                stream: %s
                schema: telemetry.avsc
                key: sensor_id
                time: { field: event_time, disorder: 30s }
                identity: { producer: sensor_id, sequence: seq }
                partitions: %d
                retention: forever
                mqtt: { topic: "%s/+" }
                """.formatted(stream, log.partitions(), stream));
        new Pipelines(folder.resolve("jobs")).apply(PipelineProject.load(project), servers.target());
        return new HttpSchemaRegistry(RegistryConfig.of(servers.target().registry()))
                .versions(stream + "-value")
                .get(0)
                .id();
    }

    private List<String> send(Path runFolder, DoorJob job) throws Exception {
        Path arguments = runFolder.resolve("job.json");
        json.writeValue(arguments.toFile(), job);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadMain.class.getName(),
                        arguments.toString())
                .redirectErrorStream(true)
                .redirectOutput(runFolder.resolve("log").toFile())
                .start();
        try {
            boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
            return ended && process.exitValue() == 0
                    ? List.of()
                    : List.of("not all was sent; see " + runFolder.resolve("log"));
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> arrived(String stream, TelemetrySettings log, int schemaId) {
        ArrivedCheck check = new ArrivedCheck(log, schemaId);
        Map<String, Object> client = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers.target().kafka(),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(stream).stream()
                    .map(partition -> new TopicPartition(stream, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.key() != null || record.headers().lastHeader(Heartbeat.HEADER) == null) {
                        check.add(record);
                    }
                }
            }
        }
        return check.problems();
    }
}
