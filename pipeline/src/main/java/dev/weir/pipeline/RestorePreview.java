package dev.weir.pipeline;

import dev.weir.pipeline.job.SavedPositions;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Compares a saved state with the newest one, and with what is in Kafka now. */
final class RestorePreview {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final String kafka;
    private final String group;

    /** @param group the consumer group in which the pipeline's sources commit what a checkpoint covers */
    RestorePreview(String kafka, String group) {
        this.kafka = kafka;
        this.group = group;
    }

    /**
     * What restoring a state would repeat and skip.
     *
     * @param path URI of the state
     * @param chosen its positions
     * @param newest how far the pipeline has read: the positions of its newest state; null if that is lost, and what the
     *     consumer group has committed tells it, which may be some seconds less
     * @param outputs the streams that the pipeline writes
     */
    RestoreEffects of(String path, SavedPositions chosen, @Nullable SavedPositions newest, Collection<String> outputs)
            throws ServerUnavailableException {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            Map<TopicPartition, Long> read = newest == null ? committed(admin) : newest.next();
            List<RestoreEffects.Input> inputs = new ArrayList<>();
            for (String topic : chosen.topics()) {
                inputs.add(input(admin, topic, chosen, read));
            }
            Set<String> existing = admin.listTopics().names().get();
            List<RestoreEffects.Output> written = new ArrayList<>();
            for (String topic : outputs.stream().filter(existing::contains).toList()) {
                written.add(new RestoreEffects.Output(topic, since(admin, topic, chosen.taken())));
            }
            return new RestoreEffects(path, inputs, written);
        } catch (ExecutionException e) {
            throw new ServerUnavailableException(
                    "Kafka at " + kafka + " can't tell its positions: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while Kafka was asked for its positions.", e);
        }
    }

    private Map<TopicPartition, Long> committed(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        committed.put(partition, position.offset());
                    }
                });
        return committed;
    }

    private static RestoreEffects.Input input(
            Admin admin, String topic, SavedPositions chosen, Map<TopicPartition, Long> readUpTo)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> from = chosen.next().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<TopicPartition, Long> first = offsets(admin, from.keySet(), OffsetSpec.earliest());
        long again = 0;
        long skipped = 0;
        long gone = 0;
        for (Map.Entry<TopicPartition, Long> position : from.entrySet()) {
            long begin = first.get(position.getKey());
            long read = Math.max(begin, readUpTo.getOrDefault(position.getKey(), begin));
            again += Math.max(0, read - Math.max(begin, position.getValue()));
            skipped += Math.max(0, position.getValue() - read);
            gone += Math.max(0, begin - position.getValue());
        }
        return new RestoreEffects.Input(topic, again, skipped, gone);
    }

    private static long since(Admin admin, String topic, long time) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> then = offsets(admin, partitions, OffsetSpec.forTimestamp(time));
        long since = 0;
        for (TopicPartition partition : partitions) {
            // -1 says that there is none so young.
            since += then.get(partition) < 0 ? 0 : end.get(partition) - then.get(partition);
        }
        return since;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Collection<TopicPartition> of, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> answer : admin.listOffsets(
                        of.stream().collect(Collectors.toMap(partition -> partition, partition -> which)))
                .all()
                .get()
                .entrySet()) {
            offsets.put(answer.getKey(), answer.getValue().offset());
        }
        return offsets;
    }
}
