package dev.weir.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** A table of machines' states in a folder, without a catalog, and a delivery that fills it. */
final class TestingTable {

    private static final Schema STATES = new Schema(
            Types.NestedField.optional(1, "machine", Types.StringType.get()),
            Types.NestedField.optional(2, "revision", Types.LongType.get()),
            Types.NestedField.optional(3, "kafka_partition", Types.IntegerType.get()));

    final Table table;
    private LakeWriter writer;
    private LakeCommitter committer;

    TestingTable(Path folder) {
        Operations operations = new Operations();
        operations.commit(
                null,
                TableMetadata.newTableMetadata(
                        STATES,
                        PartitionSpec.unpartitioned(),
                        folder.toString(),
                        Map.of("format-version", "2", LakeTable.KEY, "machine", LakeTable.STREAM, "states")));
        table = new BaseTable(operations, "lake.states");
        restart();
    }

    /** A delivery begins without state. */
    void restart() {
        TaskWriterFactory<RowData> writers = LakeSink.writers(table);
        writers.initialize(0, 0);
        writer = new LakeWriter(writers, new LakeWriter.Position(2, 1), SnapshotRanges.held(table), () -> {});
        committer = new LakeCommitter(() -> table, () -> {});
    }

    TestingTable write(int partition, long... offsets) throws IOException {
        for (long offset : offsets) {
            writer.write(
                    GenericRowData.of(StringData.fromString("m" + offset), offset, partition), new TestingContext());
        }
        return this;
    }

    /** What a checkpoint takes. */
    List<LakeWrite> checkpoint() throws IOException {
        return List.copyOf(writer.prepareCommit());
    }

    /** Commits what was written, and returns whether the table had it already. */
    boolean commit(List<LakeWrite> writes) throws IOException {
        List<Request> requests = writes.stream().map(Request::new).toList();
        committer.commit(new ArrayList<>(requests));
        return requests.stream().anyMatch(request -> request.already);
    }

    void commit() throws IOException {
        commit(checkpoint());
    }

    /** What the newest snapshot says. */
    String says(String property) {
        return String.valueOf(table.currentSnapshot().summary().get(property));
    }

    List<Long> offsets(int partition) throws Exception {
        List<Long> all = new ArrayList<>();
        try (var offsets = TableContents.of(table).offsets(partition)) {
            for (long offset = offsets.next(); offset != Long.MAX_VALUE; offset = offsets.next()) {
                all.add(offset);
            }
        }
        return all;
    }

    private static final class TestingContext implements org.apache.flink.api.connector.sink2.SinkWriter.Context {

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    }

    private static final class Request implements CommitRequest<LakeWrite> {

        private final LakeWrite write;
        private boolean already;

        Request(LakeWrite write) {
            this.write = write;
        }

        @Override
        public LakeWrite getCommittable() {
            return write;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("later");
        }

        @Override
        public void updateAndRetryLater(LakeWrite changed) {
            throw new AssertionError("later");
        }

        @Override
        public void signalAlreadyCommitted() {
            already = true;
        }
    }

    /** Knows the newest metadata file, and nothing else. */
    private static final class Operations extends BaseMetastoreTableOperations {

        private final FileIO files = new LakeFiles();
        private @Nullable String newest;

        @Override
        protected void doRefresh() {
            refreshFromMetadataLocation(newest);
        }

        @Override
        protected void doCommit(@Nullable TableMetadata base, TableMetadata metadata) {
            String written = writeNewMetadataIfRequired(base == null, metadata);
            if (base != null && !String.valueOf(newest).equals(base.metadataFileLocation())) {
                throw new CommitFailedException("Somebody else was faster");
            }
            newest = written;
        }

        @Override
        protected String tableName() {
            return "lake.states";
        }

        @Override
        public FileIO io() {
            return files;
        }
    }
}
