package dev.weir.benchmarks.way;

import dev.weir.benchmarks.telemetry.FeaturesFormat;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.way.PartitionReaders.Work;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that can be done by hand for this one schema: decoded from the bytes, added up in arrays, written at the end. No
 * watermarks, no fates, no exactly once, and it can't go on after a crash.
 */
final class HandWritten implements Way {

    private static final String LINGER_MILLIS = "20";

    @Override
    public void run(Job job) throws Exception {
        new PartitionReaders(job).run(thread -> new Aggregation(job));
        WayMain.done(job, "");
    }

    /** What one thread adds up; keys of different threads are in different partitions. */
    private static final class Aggregation implements Work {

        private final Job job;
        private final ReadingFormat format = new ReadingFormat();
        private final FeatureSums sums = new FeatureSums();

        Aggregation(Job job) {
            this.job = job;
        }

        @Override
        public void take(byte[] value) {
            format.read(value);
            long start = format.time() - Math.floorMod(format.time(), Telemetry.WINDOW_MILLIS);
            sums.add(value, format.nameOffset(), start, format.vibration(), format.temperature());
        }

        @Override
        public void end() {
            FeaturesFormat features = new FeaturesFormat();
            Map<String, Object> settings = Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    job.kafka(),
                    ProducerConfig.LINGER_MS_CONFIG,
                    LINGER_MILLIS);
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                sums.forEach((start, name, readings, vibrationSum, vibrationMin, vibrationMax, temperatureSum) -> {
                    byte[] row = features.write(
                            job.outputSchema(),
                            start,
                            name,
                            readings,
                            vibrationSum,
                            vibrationMin,
                            vibrationMax,
                            temperatureSum);
                    producer.send(new ProducerRecord<>(job.output(), name, row));
                });
                producer.flush();
            }
        }
    }
}
