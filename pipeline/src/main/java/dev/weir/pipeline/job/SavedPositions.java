package dev.weir.pipeline.job;

import dev.weir.streams.kafka.StreamSplitSerializer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.CompressibleFSDataInputStream;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SnappyStreamCompressionDecorator;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job that is restored from a checkpoint or savepoint reads on in Kafka.
 *
 * @param next the offset that is read next; a partition that is not in it is read from where the job would begin anew
 * @param taken when the state was complete, in milliseconds since 1970-01-01T00:00:00Z
 */
public record SavedPositions(Map<TopicPartition, Long> next, long taken) {

    /** The name that Flink's {@code SourceOperator} gives to its splits. */
    private static final String SPLITS = "SourceReaderState";

    /** The version of {@link OperatorBackendSerializationProxy} from which on it says whether states are compressed. */
    private static final int COMPRESSION_SINCE = 6;

    public SavedPositions {
        next = Map.copyOf(next);
    }

    /** @param path URI of the folder of a complete checkpoint or savepoint */
    public static SavedPositions load(String path) throws IOException {
        Path file = new Path(path, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
        Map<TopicPartition, Long> next = new HashMap<>();
        try (DataInputStream in = new DataInputStream(file.getFileSystem().open(file))) {
            for (OperatorState operator : Checkpoints.loadCheckpointMetadata(
                            in, SavedPositions.class.getClassLoader(), path)
                    .getOperatorStates()) {
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    for (OperatorStateHandle state : subtask.getManagedOperatorState()) {
                        read(state, next);
                    }
                }
            }
        }
        return new SavedPositions(next, file.getFileSystem().getFileStatus(file).getModificationTime());
    }

    private static void read(OperatorStateHandle state, Map<TopicPartition, Long> next) throws IOException {
        OperatorStateHandle.StateMetaInfo splits =
                state.getStateNameToPartitionOffsets().get(SPLITS);
        if (splits == null) {
            return;
        }
        try (FSDataInputStream in = state.openInputStream();
                FSDataInputStream values = values(in)) {
            for (long offset : splits.getOffsets()) {
                values.seek(offset);
                KafkaPartitionSplit split = split(values);
                // Below 0 it stands for a beginning that the reader had not looked up yet.
                next.put(split.getTopicPartition(), Math.max(0, split.getStartingOffset()));
            }
        }
    }

    /** The states in a file of Flink's, as its {@code OperatorStateRestoreOperation} finds them. */
    private static FSDataInputStream values(FSDataInputStream in) throws IOException {
        DataInputView head = new DataInputViewStreamWrapper(in);
        if (head.readInt() < COMPRESSION_SINCE || !head.readBoolean()) {
            return in;
        }
        in.seek(0);
        new OperatorBackendSerializationProxy(SavedPositions.class.getClassLoader()).read(head);
        return new CompressibleFSDataInputStream(in, SnappyStreamCompressionDecorator.INSTANCE);
    }

    private static KafkaPartitionSplit split(InputStream in) throws IOException {
        byte[] bytes = BytePrimitiveArraySerializer.INSTANCE.deserialize(new DataInputViewStreamWrapper(in));
        return SimpleVersionedSerialization.readVersionAndDeSerialize(new StreamSplitSerializer(), bytes);
    }

    /** The streams that are read. */
    public List<String> topics() {
        return next.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .toList();
    }
}
