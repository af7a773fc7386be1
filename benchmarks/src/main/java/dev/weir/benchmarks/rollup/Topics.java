package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.way.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What the broker says of topics. */
final class Topics implements AutoCloseable {

    private final Admin admin;

    Topics(String kafka) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
    }

    boolean exists(String topic) throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get().contains(topic);
    }

    void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    void delete(String topic) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
        while (exists(topic)) {
            Thread.onSpinWait();
        }
    }

    /** Deletes what a run wrote, and what a library made for itself under its name. */
    void deleteOf(Job job) throws ExecutionException, InterruptedException {
        for (String topic : admin.listTopics().names().get()) {
            if (topic.equals(job.output()) || topic.startsWith(job.name())) {
                delete(topic);
            }
        }
    }

    /** The sum of the ends of all partitions. */
    long size(String topic) throws ExecutionException, InterruptedException {
        return ends(Set.of(topic), IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(end -> end)
                .sum();
    }

    /** Whether no transaction is open in these topics. */
    boolean isCommitted(Set<String> topics) throws ExecutionException, InterruptedException {
        return ends(topics, IsolationLevel.READ_COMMITTED).equals(ends(topics, IsolationLevel.READ_UNCOMMITTED));
    }

    /** Up to where each partition can be read. */
    Map<TopicPartition, Long> ends(Set<String> topics, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> IntStream.range(
                                0, description.partitions().size())
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition))));
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, unused -> OffsetSpec.latest()));
        return admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** How many records of a topic a consumer group has committed. */
    long committed(String group, String topic) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
