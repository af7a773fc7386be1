package dev.weir.streams.kafka;

import dev.weir.streams.judge.JudgedPartition;
import dev.weir.streams.judge.Reading;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/** A partition while it is read: how far it is emitted, and what its events are judged by. */
final class PartitionState {

    private final TopicPartition partition;
    private final long stop;
    private final JudgedPartition judged;
    private final String ledger;
    /** Where reading goes on; below 0 as long as it isn't known where the partition begins. */
    private long position;

    PartitionState(KafkaPartitionSplit split, Reading reading) {
        this.partition = split.getTopicPartition();
        this.stop = split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET);
        this.ledger = reading.ledger();
        this.position = split.getStartingOffset();
        int number = partition.partition();
        if (split instanceof StreamSplit before) {
            judged = reading.partition(number, before.take());
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

    /** To be written before the next event. */
    StreamSplit toSplit() {
        String follows = judged.fates().follows();
        return new StreamSplit(partition, position, stop, follows == null ? ledger : follows, judged);
    }
}
