package dev.weir.lake;

import dev.weir.lake.Ranges.Range;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;

/**
 * Writes rows into files and notes where they come from. A row that the table has is left out, so that a delivery may go on
 * from any state, or from none.
 */
final class LakeWriter implements CommittingSinkWriter<RowData, LakeWrite> {

    /** Where a row says which record it is. */
    record Position(int partitionColumn, int offsetColumn) implements java.io.Serializable {}

    /** The rows of one partition since the last checkpoint. */
    private static final class Written {
        /** Rows before this offset are in the table. */
        private final long begin;

        private long first;
        private long last;
        private long rows;

        Written(long begin) {
            this.begin = begin;
        }
    }

    private final TaskWriterFactory<RowData> writers;
    private final Position position;
    private final Ranges held;
    private final Closeable closing;
    private final Map<Integer, Written> written = new HashMap<>();
    private TaskWriter<RowData> writer;

    /**
     * @param held what the table had when the job, with all that its state has, began
     * @param closing closed with this
     */
    LakeWriter(TaskWriterFactory<RowData> writers, Position position, Ranges held, Closeable closing) {
        this.writers = writers;
        this.position = position;
        this.held = held;
        this.closing = closing;
        this.writer = writers.create();
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
        int partition = row.getInt(position.partitionColumn());
        long offset = row.getLong(position.offsetColumn());
        Written of = written.computeIfAbsent(partition, key -> new Written(held.to(key)));
        if (offset < of.begin) {
            return;
        }
        writer.write(row);
        if (of.rows == 0) {
            of.first = offset;
            of.last = offset;
        } else {
            of.first = Math.min(of.first, offset);
            of.last = Math.max(of.last, offset);
        }
        of.rows++;
    }

    @Override
    public Collection<LakeWrite> prepareCommit() throws IOException {
        TreeMap<Integer, Range> ranges = new TreeMap<>();
        written.forEach((partition, of) -> {
            if (of.rows > 0) {
                ranges.put(partition, new Range(of.first, of.last + 1, of.rows));
                of.rows = 0;
            }
        });
        if (ranges.isEmpty()) {
            return List.of();
        }
        LakeWrite write = new LakeWrite(writer.complete(), new Ranges(ranges));
        writer = writers.create();
        return List.of(write);
    }

    @Override
    public void flush(boolean endOfInput) {
        // Files end where checkpoints begin.
    }

    @Override
    public void close() throws IOException {
        writer.close();
        closing.close();
    }
}
