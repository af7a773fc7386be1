package dev.weir.lake;

import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.FlinkWriteConf;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.flink.sink.SinkUtil;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.FileIO;

/**
 * Appends rows to an Iceberg table with each checkpoint, and says in the snapshot which records of the stream they are.
 * Iceberg's own sink, whose writer this uses, can say nothing there that differs from commit to commit.
 */
final class LakeSink
        implements Sink<RowData>, SupportsCommitter<LakeWrite>, SupportsPreCommitTopology<LakeWrite, LakeWrite> {

    private static final long serialVersionUID = 1;

    private final LakeCatalog catalog;
    private final String name;
    private final TaskWriterFactory<RowData> writers;
    private final FileIO files;
    private final LakeWriter.Position position;

    /** @param position among the table's columns */
    LakeSink(LakeCatalog catalog, String name, Table table, LakeWriter.Position position) {
        this.catalog = catalog;
        this.name = name;
        this.position = position;
        this.writers = writers(table);
        this.files = table.io();
    }

    static TaskWriterFactory<RowData> writers(Table table) {
        FlinkWriteConf settings = new FlinkWriteConf(table, Map.of(), new Configuration());
        RowType columns = FlinkSchemaUtil.convert(table.schema());
        return new RowDataTaskWriterFactory(
                SerializableTable.copyOf(table),
                columns,
                settings.targetDataFileSize(),
                settings.dataFileFormat(),
                SinkUtil.writeProperties(settings.dataFileFormat(), settings, table),
                null,
                false);
    }

    @Override
    public CommittingSinkWriter<RowData, LakeWrite> createWriter(WriterInitContext context) {
        writers.initialize(
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.getTaskInfo().getAttemptNumber());
        try (OpenCatalog open = catalog.open()) {
            return new LakeWriter(writers, position, SnapshotRanges.held(open.load(name)), files);
        }
    }

    @Override
    public Committer<LakeWrite> createCommitter(CommitterInitContext context) {
        OpenCatalog open = catalog.open();
        return new LakeCommitter(() -> open.load(name), open);
    }

    @Override
    public SimpleVersionedSerializer<LakeWrite> getCommittableSerializer() {
        return new LakeWriteSerializer();
    }

    @Override
    public SimpleVersionedSerializer<LakeWrite> getWriteResultSerializer() {
        return new LakeWriteSerializer();
    }

    /** One task commits what all have written, so that a checkpoint is one snapshot. */
    @Override
    public DataStream<CommittableMessage<LakeWrite>> addPreCommitTopology(
            DataStream<CommittableMessage<LakeWrite>> writes) {
        return writes.global();
    }
}
