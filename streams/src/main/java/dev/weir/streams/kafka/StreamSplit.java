package dev.weir.streams.kafka;

import java.util.Arrays;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/** A partition with what its fates are decided by at its position, so that both move together. */
final class StreamSplit extends KafkaPartitionSplit {

    private final byte[] fates;

    /** @param fates the state of a {@code PartitionFates} as bytes; not changed afterwards */
    StreamSplit(TopicPartition partition, long startingOffset, long stoppingOffset, byte[] fates) {
        super(partition, startingOffset, stoppingOffset);
        this.fates = fates;
    }

    byte[] fates() {
        return fates;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof StreamSplit split && Arrays.equals(fates, split.fates);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
