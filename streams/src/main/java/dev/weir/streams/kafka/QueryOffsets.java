package dev.weir.streams.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Where a query begins in each partition. It may skip what retention deletes meanwhile: it promises nothing. */
@SuppressWarnings("deprecation") // OffsetResetStrategy: the connector's interface still asks for it
final class QueryOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1;

    private final QueryStart start;

    QueryOffsets(QueryStart start) {
        this.start = start;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (start instanceof QueryStart.Beginning) {
            partitions.forEach(partition -> offsets.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET));
            return offsets;
        }
        offsets.putAll(retriever.endOffsets(partitions));
        if (start instanceof QueryStart.At at) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(
                    partition -> times.put(partition, Math.max(0, at.time().toEpochMilli())));
            Map<TopicPartition, OffsetAndTimestamp> found = retriever.offsetsForTimes(times);
            found.forEach((partition, first) -> {
                if (first != null) { // Otherwise nothing is that young.
                    offsets.put(partition, first.offset());
                }
            });
        }
        return offsets;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.EARLIEST;
    }
}
