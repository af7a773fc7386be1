package dev.weir.benchmarks.rollup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.telemetry.Features;
import dev.weir.benchmarks.telemetry.SensorName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what a way has committed, with Avro's own reader, whoever wrote it. Not thread-safe. */
final class OutputRows implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FRAME = 5;

    private final Topics topics;
    private final String topic;
    private final String registry;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private @Nullable GenericRecord row;
    private @Nullable BinaryDecoder decoder;

    OutputRows(String kafka, String registry, Topics topics, String topic) {
        this.topics = topics;
        this.topic = topic;
        this.registry = registry;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Gives all rows that are committed now and weren't given before. */
    void readOn(Consumer<Features> rows) throws Exception {
        Map<TopicPartition, Long> ends = topics.ends(Set.of(topic), IsolationLevel.READ_COMMITTED);
        if (consumer.assignment().isEmpty()) {
            consumer.assign(List.copyOf(ends.keySet()));
            consumer.seekToBeginning(ends.keySet());
        }
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                rows.accept(features(record.value()));
            }
        }
    }

    private Features features(byte[] value) {
        int id = ByteBuffer.wrap(value).getInt(1);
        decoder = DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, decoder);
        try {
            row = readers.computeIfAbsent(id, this::reader).read(row, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException("A row of " + topic + " isn't as its schema " + id + " says", e);
        }
        return new Features(
                number("window_start").longValue(),
                SensorName.parse((CharSequence) row.get("sensor_id")),
                number("readings").longValue(),
                number("vibration_avg").doubleValue(),
                number("vibration_min").doubleValue(),
                number("vibration_max").doubleValue(),
                number("temperature_avg").doubleValue());
    }

    private Number number(String column) {
        if (row == null || !(row.get(column) instanceof Number number)) {
            throw new IllegalStateException("A row of " + topic + " lacks " + column + ": " + row);
        }
        return number;
    }

    private GenericDatumReader<GenericRecord> reader(int id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            String schema = new ObjectMapper().readTree(answer).get("schema").asText();
            return new GenericDatumReader<>(new Schema.Parser().parse(schema));
        } catch (IOException e) {
            throw new UncheckedIOException("The registry doesn't give schema " + id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the registry was asked for schema " + id, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
