package dev.weir.streams.kafka;

import dev.weir.streams.StartPosition;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions begin that no state knows. A position that the log has lost meanwhile stops the job with Kafka's own
 * message, where the connector's {@code earliest()} and {@code latest()} would skip over what is gone in silence.
 */
@SuppressWarnings("deprecation") // OffsetResetStrategy: the connector's interface still asks for it
final class StartOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1;

    private final StartPosition position;

    StartOffsets(StartPosition position) {
        this.position = position;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        return switch (position) {
            case EARLIEST ->
                partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), unused -> KafkaPartitionSplit.EARLIEST_OFFSET));
            // Asked for now rather than by the reader, so that a restart before the first record loses nothing.
            case LATEST -> retriever.endOffsets(partitions);
        };
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.NONE;
    }
}
