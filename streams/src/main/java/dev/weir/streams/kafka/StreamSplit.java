package dev.weir.streams.kafka;

import java.util.Arrays;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/** A partition with what its fates are decided by at its position, so that both move together. */
final class StreamSplit extends KafkaPartitionSplit {

    private final String ledger;
    private final byte[] fates;

    /**
     * @param ledger how the ledger names the pipeline whose entries end at the position
     * @param fates the state of a {@code PartitionFates} as bytes; not changed afterwards
     */
    StreamSplit(TopicPartition partition, long startingOffset, long stoppingOffset, String ledger, byte[] fates) {
        super(partition, startingOffset, stoppingOffset);
        this.ledger = ledger;
        this.fates = fates;
    }

    String ledger() {
        return ledger;
    }

    byte[] fates() {
        return fates;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof StreamSplit split
                && ledger.equals(split.ledger)
                && Arrays.equals(fates, split.fates);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
