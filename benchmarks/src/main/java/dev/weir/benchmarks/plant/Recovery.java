package dev.weir.benchmarks.plant;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** How long it takes from {@code kill -9} of Flink's worker until a window that was written after it is committed. */
final class Recovery {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Recovery() {}

    /**
     * Kills and waits.
     *
     * @param consumer of committed records only
     * @return in seconds; infinite if nothing comes for long
     */
    static double measure(PlantServers servers, KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        List<TopicPartition> partitions = consumer.partitionsFor("machine_features").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach(consumer::seek);
        long begun = System.nanoTime();
        long killed = System.currentTimeMillis();
        servers.kill("taskmanager");
        while (System.nanoTime() - begun < LONGEST.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                // The broker's time. What was written before, and is committed only now, doesn't count.
                if (record.timestamp() > killed) {
                    return (System.nanoTime() - begun) / 1e9;
                }
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
