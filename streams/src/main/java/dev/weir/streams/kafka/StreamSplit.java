package dev.weir.streams.kafka;

import java.util.Arrays;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/** A partition with what its events are judged by at its position, so that both move together. */
final class StreamSplit extends KafkaPartitionSplit {

    private final String ledger;
    private final byte[] judged;

    /**
     * @param ledger how the ledger names the pipeline whose entries end at the position
     * @param judged the state of a {@code JudgedPartition} as bytes; not changed afterwards
     */
    StreamSplit(TopicPartition partition, long startingOffset, long stoppingOffset, String ledger, byte[] judged) {
        super(partition, startingOffset, stoppingOffset);
        this.ledger = ledger;
        this.judged = judged;
    }

    String ledger() {
        return ledger;
    }

    byte[] judged() {
        return judged;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof StreamSplit split
                && ledger.equals(split.ledger)
                && Arrays.equals(judged, split.judged);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
