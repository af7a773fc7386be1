package dev.weir.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.streams.kafka.StreamSplitSerializer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedPositionsTest {

    private static final int LARGEST = 1 << 20;

    @TempDir
    private Path folder;

    /** What an earlier version saved is not compressed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void positionsAreReadFromWhatFlinkSaved(boolean compressed) throws Exception {
        List<KafkaPartitionSplit> splits = List.of(
                new KafkaPartitionSplit(new TopicPartition("readings", 0), 42),
                new KafkaPartitionSplit(new TopicPartition("readings", 1), KafkaPartitionSplit.EARLIEST_OFFSET),
                new KafkaPartitionSplit(new TopicPartition("motions", 0), 7));
        OperatorState source = new OperatorState("source", "source", new OperatorID(1, 2), 1, 1);
        source.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedOperatorState(saved(splits, compressed))
                        .build());
        try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(source), List.of()), out);
        }

        SavedPositions positions = SavedPositions.load(folder.toUri().toString());

        assertThat(positions.next())
                .isEqualTo(Map.of(
                        new TopicPartition("readings", 0), 42L,
                        new TopicPartition("readings", 1), 0L,
                        new TopicPartition("motions", 0), 7L));
        assertThat(positions.topics()).containsExactly("motions", "readings");
    }

    private static OperatorStateHandle saved(List<KafkaPartitionSplit> splits, boolean compressed) throws Exception {
        ExecutionConfig config = new ExecutionConfig();
        config.setUseSnapshotCompression(compressed);
        try (DefaultOperatorStateBackend backend = new DefaultOperatorStateBackendBuilder(
                        SavedPositionsTest.class.getClassLoader(), config, false, List.of(), new CloseableRegistry())
                .build()) {
            ListState<byte[]> other =
                    backend.getListState(new ListStateDescriptor<>("another", BytePrimitiveArraySerializer.INSTANCE));
            other.add(new byte[200_000]);
            ListState<byte[]> state = backend.getListState(
                    new ListStateDescriptor<>("SourceReaderState", BytePrimitiveArraySerializer.INSTANCE));
            for (KafkaPartitionSplit split : splits) {
                state.add(SimpleVersionedSerialization.writeVersionAndSerialize(new StreamSplitSerializer(), split));
            }
            var snapshot = backend.snapshot(
                    1,
                    1,
                    new MemCheckpointStreamFactory(LARGEST),
                    CheckpointOptions.forCheckpointWithDefaultLocation());
            snapshot.run();
            SnapshotResult<OperatorStateHandle> result = snapshot.get();
            return result.getJobManagerOwnedSnapshot();
        }
    }
}
