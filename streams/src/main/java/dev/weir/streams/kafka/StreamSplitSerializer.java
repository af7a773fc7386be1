package dev.weir.streams.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The connector's form of a split and, if anything was judged already, the state of its fates behind it. */
public final class StreamSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

    private static final int VERSION = 1;

    private final KafkaPartitionSplitSerializer split = new KafkaPartitionSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit partition) throws IOException {
        byte[] position = split.serialize(partition);
        byte[] fates = partition instanceof StreamSplit judged ? judged.fates() : new byte[0];
        return ByteBuffer.allocate(Integer.BYTES + position.length + fates.length)
                .putInt(position.length)
                .put(position)
                .put(fates)
                .array();
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
        byte[] fates = new byte[in.remaining()];
        in.get(fates);
        return new StreamSplit(
                partition.getTopicPartition(),
                partition.getStartingOffset(),
                partition.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET),
                fates);
    }
}
