package dev.weir.benchmarks.way;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to its end: a consumer a thread, each with its share of the partitions. */
final class PartitionReaders {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Job job;

    PartitionReaders(Job job) {
        this.job = job;
    }

    /** What one thread does with what it reads. */
    interface Work {
        void take(byte[] value);

        /** All was taken. */
        void end() throws Exception;
    }

    void run(IntFunction<Work> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(job.parallelism());
        try {
            List<Future<?>> readings = new ArrayList<>();
            for (int thread = 0; thread < job.parallelism(); thread++) {
                int own = thread;
                readings.add(threads.submit(() -> {
                    read(own, work.apply(own));
                    return null;
                }));
            }
            for (Future<?> reading : readings) {
                reading.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void read(int thread, Work work) throws Exception {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = thread; partition < job.partitions(); partition += job.parallelism()) {
            partitions.add(new TopicPartition(job.topic(), partition));
        }
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                job.kafka(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                job.name() + "-" + thread,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long left = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(end -> end)
                    .sum();
            while (left > 0) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    work.take(record.value());
                }
                left -= records.count();
            }
            work.end();
        }
    }
}
