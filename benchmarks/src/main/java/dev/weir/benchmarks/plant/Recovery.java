package dev.weir.benchmarks.plant;

import dev.weir.benchmarks.measure.AvroRows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How long it takes from {@code kill -9} of Flink's worker until a window that was written after it is committed.
 *
 * <p>Windows end each minute, all at once. So that one is due while nobody works, the worker is killed shortly before: a while after the
 * minute before was seen.
 */
final class Recovery {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration AFTER_MINUTE = Duration.ofSeconds(58);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final PlantServers servers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroRows avro;

    /** @param consumer of committed records only */
    Recovery(PlantServers servers, KafkaConsumer<byte[], byte[]> consumer) {
        this.servers = servers;
        this.consumer = consumer;
        this.avro = new AvroRows(servers.registry());
    }

    /**
     * Kills and waits.
     *
     * @return in seconds; infinite if nothing comes for long
     */
    double measure() throws IOException {
        List<TopicPartition> partitions = consumer.partitionsFor("machine_features").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach(consumer::seek);
        awaitMinute();
        readFor(AFTER_MINUTE);
        long begun = System.nanoTime();
        long killed = System.currentTimeMillis();
        servers.kill("taskmanager");
        while (System.nanoTime() - begun < LONGEST.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                // The broker's time. What was written before, and is committed only now, doesn't count.
                if (row.timestamp() > killed) {
                    return (System.nanoTime() - begun) / 1e9;
                }
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Until windows of the minute that is over are given, which weren't due when this began. */
    private void awaitMinute() {
        long newest = System.currentTimeMillis() / MINUTE.toMillis() * MINUTE.toMillis();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < LONGEST.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                if (row.value() != null && startOfMinute(row.value()) >= newest) {
                    return;
                }
            }
        }
        throw new IllegalStateException("No window of a minute came within " + LONGEST.toSeconds() + " s");
    }

    /** Of a window of another length, none. */
    private long startOfMinute(byte[] value) {
        GenericRecord row = avro.read(value);
        return AvroRows.number(row, "minutes") == 1 ? AvroRows.number(row, "window_start") : Long.MIN_VALUE;
    }

    private void readFor(Duration time) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            consumer.poll(POLL);
        }
    }
}
