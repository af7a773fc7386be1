package dev.weir.streams.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The connector's form of a split and, if it has begun, the name of its ledger and the state that judges it behind it. */
public final class StreamSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

    private static final int VERSION = 3;

    private final KafkaPartitionSplitSerializer split = new KafkaPartitionSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit partition) throws IOException {
        byte[] position = split.serialize(partition);
        if (!(partition instanceof StreamSplit judged)) {
            return ByteBuffer.allocate(Integer.BYTES + position.length)
                    .putInt(position.length)
                    .put(position)
                    .array();
        }
        byte[] ledger = judged.ledger().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(
                        2 * Integer.BYTES + position.length + ledger.length + judged.writtenBytes())
                .putInt(position.length)
                .put(position)
                .putInt(ledger.length)
                .put(ledger);
        judged.write(out);
        return out.array();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("The state of a stream's source has version " + version + ", but this version of Weir"
                    + " reads version " + VERSION + ". Begin anew, or restore it with the version that wrote it.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] position = new byte[in.getInt()];
        in.get(position);
        KafkaPartitionSplit partition = split.deserialize(split.getVersion(), position);
        if (!in.hasRemaining()) {
            return partition;
        }
        byte[] ledger = new byte[in.getInt()];
        in.get(ledger);
        byte[] judged = new byte[in.remaining()];
        in.get(judged);
        return new StreamSplit(
                partition.getTopicPartition(),
                partition.getStartingOffset(),
                partition.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET),
                new String(ledger, StandardCharsets.UTF_8),
                judged);
    }
}
