package dev.weir.benchmarks.way;

import dev.weir.benchmarks.telemetry.FeaturesFormat;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * Kafka Streams, exactly once, with a store in memory behind a cache, decoded and encoded by hand. Writes a window with each
 * commit in which it changed; no de-duplication.
 */
final class StreamsLibrary implements Way {

    private static final Duration WINDOW = Duration.ofMillis(Telemetry.WINDOW_MILLIS);
    private static final Duration GRACE = Duration.ofMillis(Telemetry.DISORDER_MILLIS);
    private static final long CACHE = 256L << 20;

    /** One reading, without what nobody asks for. */
    private record Measured(long time, double vibration, double temperature) {
        static Measured read(byte[] value) {
            ReadingFormat format = new ReadingFormat();
            format.read(value);
            return new Measured(format.time(), format.vibration(), format.temperature());
        }
    }

    private record Sums(
            long readings, double vibrationSum, double vibrationMin, double vibrationMax, double temperatureSum) {

        static final Sums NONE = new Sums(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);
        static final Serde<Sums> SERDE = Serdes.serdeFrom(
                (topic, sums) -> ByteBuffer.allocate(5 * Long.BYTES)
                        .putLong(sums.readings)
                        .putDouble(sums.vibrationSum)
                        .putDouble(sums.vibrationMin)
                        .putDouble(sums.vibrationMax)
                        .putDouble(sums.temperatureSum)
                        .array(),
                (topic, bytes) -> {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    return new Sums(
                            buffer.getLong(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble(),
                            buffer.getDouble());
                });

        Sums plus(Measured reading) {
            return new Sums(
                    readings + 1,
                    vibrationSum + reading.vibration,
                    Math.min(vibrationMin, reading.vibration),
                    Math.max(vibrationMax, reading.vibration),
                    temperatureSum + reading.temperature);
        }
    }

    @Override
    public void run(Job job) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, job.name());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, job.kafka());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, job.parallelism());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, job.commitMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, Path.of(job.folder(), "state").toString());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000);
        KafkaStreams streams = new KafkaStreams(topology(job), settings);
        streams.start();
    }

    private static Topology topology(Job job) {
        Serializer<Measured> unused = (topic, reading) -> {
            throw new UnsupportedOperationException("Readings are only read");
        };
        Deserializer<Measured> read = (topic, value) -> Measured.read(value);
        Serde<byte[]> bytes = Serdes.ByteArray();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        job.topic(),
                        Consumed.with(bytes, Serdes.serdeFrom(unused, read))
                                .withTimestampExtractor((record, before) -> ((Measured) record.value()).time))
                .groupByKey(Grouped.with(bytes, Serdes.serdeFrom(unused, read)))
                .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, GRACE))
                .aggregate(
                        () -> Sums.NONE,
                        (key, reading, sums) -> sums.plus(reading),
                        Materialized.<byte[], Sums>as(
                                        Stores.inMemoryWindowStore("features", WINDOW.multipliedBy(2), WINDOW, false))
                                .withKeySerde(bytes)
                                .withValueSerde(Sums.SERDE)
                                .withCachingEnabled())
                .toStream()
                .map((window, sums) -> KeyValue.pair(
                        window.key(),
                        new FeaturesFormat()
                                .write(
                                        job.outputSchema(),
                                        window.window().start(),
                                        window.key(),
                                        sums.readings,
                                        sums.vibrationSum,
                                        sums.vibrationMin,
                                        sums.vibrationMax,
                                        sums.temperatureSum)))
                .to(job.output(), Produced.with(bytes, bytes));
        return builder.build();
    }
}
