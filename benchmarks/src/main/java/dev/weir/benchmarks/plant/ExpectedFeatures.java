package dev.weir.benchmarks.plant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.benchmarks.measure.AvroRows;
import dev.weir.simulate.ExpectedWindow;
import dev.weir.simulate.Oracle;
import dev.weir.simulate.Plant;
import dev.weir.simulate.PlantConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Which windows of ten minutes must come of a plant: those in Kafka one by one, those of the tables by their sums. */
final class ExpectedFeatures {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MINUTES = 10;
    private static final double ROUNDED = 1e-6;
    private static final int LISTED = 3;

    /** A window's sensor and begin. */
    private record Name(String sensor, long start) {}

    /** What is compared of a window. */
    private record Features(long readings, long first, long last, double temperature) {

        boolean isAbout(Features other) {
            return readings == other.readings
                    && first == other.first
                    && last == other.last
                    && Math.abs(temperature - other.temperature) <= ROUNDED;
        }
    }

    private final Oracle.Counts counts;
    private final Map<Name, Features> windows = new HashMap<>();
    private long readings;
    private long end = Long.MIN_VALUE;

    /** Works them out, which takes a while. */
    ExpectedFeatures(PlantConfig config) {
        Oracle oracle = new Oracle(new Plant(config), List.of());
        counts = oracle.counts();
        oracle.windows(this::add);
    }

    private void add(ExpectedWindow window) {
        windows.put(
                new Name(window.sensor(), window.startMillis()),
                new Features(
                        window.readings(),
                        window.firstSequence(),
                        window.lastSequence(),
                        window.temperature().mean()));
        readings += window.readings();
        end = Math.max(end, window.startMillis() + Duration.ofMinutes(MINUTES).toMillis());
    }

    int size() {
        return windows.size();
    }

    /** What the plant sends. */
    Oracle.Counts counts() {
        return counts;
    }

    /** What is wrong with all that the consumer can read of {@code machine_features}; empty if nothing is. */
    List<String> problems(KafkaConsumer<byte[], byte[]> consumer, AvroRows avro) {
        Map<Name, Features> missing = new HashMap<>(windows);
        Map<Name, Features> wrong = new HashMap<>();
        List<TopicPartition> partitions = consumer.partitionsFor("machine_features").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    judge(avro.read(record.value()), missing, wrong);
                }
            }
        }
        List<String> problems = new ArrayList<>();
        wrong.entrySet().stream()
                .limit(LISTED)
                .forEach(each -> problems.add(
                        each.getKey() + " is " + each.getValue() + " and not " + windows.get(each.getKey())));
        if (!missing.isEmpty()) {
            problems.add("of " + windows.size() + " windows " + missing.size() + " are missing or wrong, such as "
                    + missing.keySet().iterator().next());
        }
        return problems;
    }

    /** The newest row of a window counts. */
    private void judge(GenericRecord row, Map<Name, Features> missing, Map<Name, Features> wrong) {
        Name name = new Name(String.valueOf(row.get("sensor_id")), AvroRows.number(row, "window_start"));
        Features expected = AvroRows.number(row, "minutes") == MINUTES ? windows.get(name) : null;
        if (expected == null) {
            return;
        }
        Features given = new Features(
                AvroRows.number(row, "readings"),
                AvroRows.number(row, "first_seq"),
                AvroRows.number(row, "last_seq"),
                AvroRows.decimal(row, "temperature_avg").doubleValue());
        if (given.isAbout(expected)) {
            missing.remove(name);
            wrong.remove(name);
        } else {
            missing.put(name, expected);
            wrong.put(name, given);
        }
    }

    /** The query of a table that has the newest row of each window, whose only row {@link #isSum} compares. */
    String sumOf(String table) {
        return "SELECT count(*) AS windows, sum(readings) AS readings FROM " + table + " WHERE minutes = " + MINUTES
                + " AND window_end <= '" + Instant.ofEpochMilli(end) + "'";
    }

    /** Whether a table has as many windows and readings as it must. */
    boolean isSum(JsonNode row) {
        return row.path("windows").asLong() == windows.size()
                && row.path("readings").asLong() == readings;
    }

    @Override
    public String toString() {
        return windows.size() + " windows of " + readings + " readings";
    }
}
