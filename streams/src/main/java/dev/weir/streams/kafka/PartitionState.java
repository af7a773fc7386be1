package dev.weir.streams.kafka;

import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.PartitionFates;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/** A partition while it is read: how far it is emitted, and what its fates are decided by. */
final class PartitionState {

    private final KafkaPartitionSplit split;
    private final PartitionFates fates;
    /** Where reading goes on; below 0 as long as it isn't known where the partition begins. */
    private long position;

    PartitionState(KafkaPartitionSplit split, FateRules rules) {
        this.split = split;
        this.fates = split instanceof StreamSplit judged
                ? PartitionFates.of(rules, judged.fates())
                : new PartitionFates(rules);
        this.position = split.getStartingOffset();
    }

    PartitionFates fates() {
        return fates;
    }

    void movedTo(long position) {
        this.position = position;
    }

    KafkaPartitionSplit toSplit() {
        return new StreamSplit(
                split.getTopicPartition(),
                position,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET),
                fates.toBytes());
    }
}
