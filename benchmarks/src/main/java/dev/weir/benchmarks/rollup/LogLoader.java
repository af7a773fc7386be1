package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.FeaturesFormat;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.project.PipelineProject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts the log's contract in force and writes the log, once: other runs with the same settings use it again. */
final class LogLoader {

    private final Servers servers;
    private final SchemaRegistry registry;
    private final Topics topics;

    LogLoader(Servers servers, Topics topics) {
        this.servers = servers;
        this.topics = topics;
        this.registry = new HttpSchemaRegistry(RegistryConfig.of(URI.create(servers.registry())));
    }

    /**
     * Makes the log be there, complete.
     *
     * @param folder gets the project
     * @return whether it had to be written
     */
    boolean load(Path folder, Contestant contestant) throws Exception {
        TelemetrySettings log = contestant.log();
        String topic = contestant.topic();
        if (topics.exists(topic)) {
            if (topics.size(topic) == log.size()) {
                return false;
            }
            topics.delete(topic);
        }
        PipelineProject project = PipelineProject.load(ProjectFolder.contract(folder, contestant));
        new Pipelines(folder.resolve("jobs")).apply(project, servers.target());
        write(log, topic, registry.versions(topic + "-value").get(0).id());
        if (topics.size(topic) != log.size()) {
            throw new IllegalStateException(topic + " has " + topics.size(topic) + " records after it was written, not "
                    + log.size() + ": somebody else writes there.");
        }
        return true;
    }

    private void write(TelemetrySettings settings, String topic, int schemaId) {
        Map<String, Object> kafka = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers.kafka(),
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                128L << 20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                settings.compression());
        AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            Telemetry log = new Telemetry(settings);
            ReadingFormat format = new ReadingFormat();
            Reading reading = new Reading();
            while (log.next(reading)) {
                byte[] key = SensorName.of(reading.sensor());
                byte[] value = format.write(reading, schemaId);
                producer.send(new ProducerRecord<>(topic, reading.partition(), key, value), (sent, failure) -> {
                    if (failure != null) {
                        lost.set(failure);
                    }
                });
            }
            producer.flush();
        }
        if (lost.get() != null) {
            throw new IllegalStateException("The log has a hole", lost.get());
        }
    }

    /** The id of the schema of results that are written by hand. */
    int outputSchema() throws Exception {
        AvroStreamSchema schema = AvroStreamSchema.parse(Path.of("features.avsc"), FeaturesFormat.SCHEMA);
        return registry.register("benchmarks-features-value", schema, Compatibility.NONE)
                .id();
    }
}
