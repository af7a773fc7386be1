package dev.weir.streams.kafka;

import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.PartitionFates;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/** A partition while it is read: how far it is emitted, and what its fates are decided by. */
final class PartitionState {

    private final KafkaPartitionSplit split;
    private final PartitionFates fates;
    private final String ledger;
    /** Where reading goes on; below 0 as long as it isn't known where the partition begins. */
    private long position;

    /** @param ledger how the ledger names the pipeline that reads it now */
    PartitionState(KafkaPartitionSplit split, FateRules rules, String ledger) {
        this.split = split;
        this.ledger = ledger;
        this.position = split.getStartingOffset();
        if (split instanceof StreamSplit judged) {
            fates = PartitionFates.of(rules, judged.fates());
            if (!judged.ledger().equals(ledger)) {
                fates.follow(judged.ledger());
            }
        } else {
            fates = new PartitionFates(rules);
        }
    }

    PartitionFates fates() {
        return fates;
    }

    void movedTo(long position) {
        this.position = position;
    }

    KafkaPartitionSplit toSplit() {
        String follows = fates.follows();
        return new StreamSplit(
                split.getTopicPartition(),
                position,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET),
                follows == null ? ledger : follows,
                fates.toBytes());
    }
}
