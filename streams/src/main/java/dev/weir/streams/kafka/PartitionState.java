package dev.weir.streams.kafka;

import dev.weir.streams.judge.JudgedPartition;
import dev.weir.streams.judge.Reading;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/** A partition while it is read: how far it is emitted, and what its events are judged by. */
final class PartitionState {

    private final KafkaPartitionSplit split;
    private final JudgedPartition judged;
    private final String ledger;
    /** Where reading goes on; below 0 as long as it isn't known where the partition begins. */
    private long position;

    PartitionState(KafkaPartitionSplit split, Reading reading) {
        this.split = split;
        this.ledger = reading.ledger();
        this.position = split.getStartingOffset();
        int number = split.getTopicPartition().partition();
        if (split instanceof StreamSplit before) {
            judged = reading.partition(number, before.judged());
            if (!before.ledger().equals(ledger)) {
                judged.fates().follow(before.ledger());
            }
        } else {
            judged = reading.partition(number);
        }
    }

    JudgedPartition judged() {
        return judged;
    }

    void movedTo(long position) {
        this.position = position;
    }

    KafkaPartitionSplit toSplit() {
        String follows = judged.fates().follows();
        return new StreamSplit(
                split.getTopicPartition(),
                position,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET),
                follows == null ? ledger : follows,
                judged.toBytes());
    }
}
