package dev.weir.benchmarks.way;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.kafka.KafkaSinks;
import com.hazelcast.jet.kafka.KafkaSources;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.WindowDefinition;
import dev.weir.benchmarks.telemetry.FeaturesFormat;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hazelcast Jet, one member, exactly once: a snapshot into the member's own memory with each commit, and rows in Kafka's
 * transactions. Decoded and encoded by hand; no de-duplication. A second member would have to keep the snapshots safe.
 */
final class HazelcastJet implements Way {

    private static final int COUNT = 0;
    private static final int VIBRATION_SUM = 1;
    private static final int VIBRATION_MIN = 2;
    private static final int VIBRATION_MAX = 3;
    private static final int TEMPERATURE_SUM = 4;

    /** One reading, without what nobody asks for. */
    private record Measured(String sensor, long time, double vibration, double temperature) {
        static Measured read(byte[] value) {
            ReadingFormat format = new ReadingFormat();
            format.read(value);
            String sensor = new String(value, format.nameOffset(), format.nameLength(), StandardCharsets.US_ASCII);
            return new Measured(sensor, format.time(), format.vibration(), format.temperature());
        }
    }

    @Override
    public void run(Job job) {
        Config config = new Config();
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setClusterName(job.name());
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(job.parallelism());
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        member.getJet()
                .newJob(
                        pipeline(job),
                        new JobConfig()
                                .setName(job.name())
                                .setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
                                .setSnapshotIntervalMillis(job.commitMillis()));
    }

    private static Pipeline pipeline(Job job) {
        Properties consumer = new Properties();
        consumer.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                job.kafka(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "10000"));
        Properties producer = new Properties();
        producer.putAll(Map.of(
                "bootstrap.servers",
                job.kafka(),
                "key.serializer",
                ByteArraySerializer.class.getName(),
                "value.serializer",
                ByteArraySerializer.class.getName()));
        int schema = job.outputSchema();
        Pipeline pipeline = Pipeline.create();
        pipeline.readFrom(KafkaSources.<byte[], byte[], Measured>kafka(
                        consumer, record -> Measured.read(record.value()), job.topic()))
                .withTimestamps(Measured::time, Telemetry.DISORDER_MILLIS)
                .setLocalParallelism(job.parallelism())
                .groupingKey(Measured::sensor)
                .window(WindowDefinition.tumbling(Telemetry.WINDOW_MILLIS))
                .aggregate(sums())
                .writeTo(KafkaSinks.<KeyedWindowResult<String, double[]>>kafka(producer)
                        .topic(job.output())
                        .extractKeyFn(row -> row.key().getBytes(StandardCharsets.US_ASCII))
                        .extractValueFn(row -> features(schema, row))
                        .build());
        return pipeline;
    }

    /** In an array, which Hazelcast can keep and send as it is. */
    private static AggregateOperation1<Measured, double[], double[]> sums() {
        return AggregateOperation.withCreate(
                        () -> new double[] {0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0})
                .<Measured>andAccumulate((sums, reading) -> {
                    sums[COUNT]++;
                    sums[VIBRATION_SUM] += reading.vibration;
                    sums[VIBRATION_MIN] = Math.min(sums[VIBRATION_MIN], reading.vibration);
                    sums[VIBRATION_MAX] = Math.max(sums[VIBRATION_MAX], reading.vibration);
                    sums[TEMPERATURE_SUM] += reading.temperature;
                })
                .andCombine((sums, others) -> {
                    sums[COUNT] += others[COUNT];
                    sums[VIBRATION_SUM] += others[VIBRATION_SUM];
                    sums[VIBRATION_MIN] = Math.min(sums[VIBRATION_MIN], others[VIBRATION_MIN]);
                    sums[VIBRATION_MAX] = Math.max(sums[VIBRATION_MAX], others[VIBRATION_MAX]);
                    sums[TEMPERATURE_SUM] += others[TEMPERATURE_SUM];
                })
                .andExportFinish(double[]::clone);
    }

    private static byte[] features(int schema, KeyedWindowResult<String, double[]> row) {
        double[] sums = row.result();
        return new FeaturesFormat()
                .write(
                        schema,
                        row.start(),
                        row.key().getBytes(StandardCharsets.US_ASCII),
                        (long) sums[COUNT],
                        sums[VIBRATION_SUM],
                        sums[VIBRATION_MIN],
                        sums[VIBRATION_MAX],
                        sums[TEMPERATURE_SUM]);
    }
}
