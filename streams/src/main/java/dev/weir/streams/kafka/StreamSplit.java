package dev.weir.streams.kafka;

import dev.weir.streams.judge.JudgedPartition;
import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition with what its events are judged by at its position, so that both move together. Of many producers that is
 * much, and Flink keeps splits for long: so it is written from where it is, and read once.
 */
final class StreamSplit extends KafkaPartitionSplit {

    private final String ledger;
    private final @Nullable JudgedPartition judged;
    private byte @Nullable [] saved;

    /**
     * Of a partition that is read, to be written before its next event.
     *
     * @param ledger how the ledger names the pipeline whose entries end at the position
     */
    StreamSplit(
            TopicPartition partition, long startingOffset, long stoppingOffset, String ledger, JudgedPartition judged) {
        super(partition, startingOffset, stoppingOffset);
        this.ledger = ledger;
        this.judged = judged;
    }

    /**
     * Of a partition that was read before.
     *
     * @param ledger how the ledger names the pipeline whose entries end at the position
     * @param saved the state of a {@link JudgedPartition} as bytes; not changed afterwards
     */
    StreamSplit(TopicPartition partition, long startingOffset, long stoppingOffset, String ledger, byte[] saved) {
        super(partition, startingOffset, stoppingOffset);
        this.ledger = ledger;
        this.judged = null;
        this.saved = saved;
    }

    String ledger() {
        return ledger;
    }

    /** How many bytes {@link #write} writes. */
    int writtenBytes() {
        return judged != null ? judged.writtenBytes() : bytes().length;
    }

    void write(ByteBuffer out) {
        if (judged != null) {
            judged.write(out);
        } else {
            out.put(bytes());
        }
    }

    /** The state of a partition that was read before, which from then on isn't here any more. */
    byte[] take() {
        byte[] taken = bytes();
        saved = null;
        return taken;
    }

    private byte[] bytes() {
        if (saved == null) {
            throw new IllegalStateException("What " + getTopicPartition() + " was judged by is taken already");
        }
        return saved;
    }
}
