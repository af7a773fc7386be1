package dev.weir.operate.audit;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.DeliveredTable.Held;
import dev.weir.operate.audit.DeliveredTable.Offsets;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.log.CommittedLog.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one partition of a stream in a table, beside the log. */
final class TablePartition {

    /** Instead of an offset, of keys that have no row. */
    private static final long ENDED = -1;

    private final DeliveredTable table;
    private final int partition;
    private final Held held;
    private final boolean compacted;
    private final Extent extent;
    private final Findings findings;
    private long records;
    private long gone;
    private @Nullable String unproved;

    /** @param compacted whether the log may lose records that aren't its oldest */
    TablePartition(
            DeliveredTable table, int partition, Held held, boolean compacted, Extent extent, Findings findings) {
        this.table = table;
        this.partition = partition;
        this.held = held;
        this.compacted = compacted;
        this.extent = extent;
        this.findings = findings;
    }

    /** As many rows as records; of records that the log loses there may be more rows. */
    void count(DeliveredRecords expected) throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        if (extent.start() > held.from()) {
            unproved = place() + ": the log begins at offset " + extent.start() + ", the table at " + held.from()
                    + "; --deep compares what is still there";
            return;
        }
        expected.read(partition, extent.start(), end(), record -> records++);
        if (held.rows() < records || (held.rows() > records && !compacted)) {
            findings.add(new Finding(
                    Kind.TABLE,
                    table.stream(),
                    partition,
                    held.from(),
                    held.to(),
                    "table " + table.name() + " has " + held.rows() + " rows, the log " + records
                            + " records; --deep says which"));
        } else {
            gone = held.rows() - records;
        }
    }

    /** Each record is one row, each row a record, or was one. */
    void compare(DeliveredRecords expected, Offsets rows)
            throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        Cursor cursor = new Cursor(rows);
        expected.read(partition, extent.start(), end(), record -> {
            long offset = record.offset();
            records++;
            while (cursor.at < offset) {
                strange(cursor.at);
                cursor.advance();
            }
            if (cursor.at == offset) {
                cursor.advance();
            } else {
                find(Kind.MISSING_ROW, offset, "this record is no row of table " + table.name());
            }
        });
        while (cursor.at != Offsets.END) {
            strange(cursor.at);
            cursor.advance();
        }
    }

    /** The newest record of each key is a row unless it ends the key, and no other record that the log has is one. */
    void compareNewest(DeliveredRecords expected, Offsets rows)
            throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        boolean whole = extent.start() <= held.from();
        if (whole) {
            count(expected);
        }
        Map<ByteBuffer, Long> newest = new HashMap<>();
        expected.read(partition, extent.start(), end(), record -> {
            records += whole ? 0 : 1;
            ByteBuffer key = ByteBuffer.wrap(record.key() == null ? new byte[0] : record.key());
            newest.put(key, record.value() == null ? ENDED : record.offset());
        });
        Set<Long> living = new HashSet<>(newest.values());
        newest.clear();
        Cursor cursor = new Cursor(rows);
        expected.read(partition, extent.start(), end(), record -> {
            long offset = record.offset();
            while (cursor.at < offset) {
                goneOrBehind(cursor.at);
                cursor.advance();
            }
            boolean there = cursor.at == offset;
            if (there) {
                cursor.advance();
            }
            if (there && !living.contains(offset)) {
                find(
                        Kind.PHANTOM_ROW,
                        offset,
                        "table " + table.name() + " has this row, whose key has changed or ended since");
            } else if (!there && living.contains(offset)) {
                find(
                        Kind.MISSING_ROW,
                        offset,
                        "this record, the newest of its key, is no row of table " + table.name());
            }
        });
        while (cursor.at != Offsets.END) {
            goneOrBehind(cursor.at);
            cursor.advance();
        }
    }

    /** A row whose record the log has no more is among those that {@link #count} found. */
    private void goneOrBehind(long offset) {
        if (offset >= held.to() || (offset >= extent.start() && !compacted)) {
            strange(offset);
        }
    }

    /** A row for which the log has no record. */
    private void strange(long offset) {
        if (offset >= held.to()) {
            find(
                    Kind.PHANTOM_ROW,
                    offset,
                    "table " + table.name() + " has this row, but no commit says that it added it");
        } else if (offset < extent.start() || compacted) {
            gone++;
        } else {
            find(Kind.PHANTOM_ROW, offset, "table " + table.name() + " has a row of what is no record to be delivered");
        }
    }

    private void find(Kind kind, long offset, String text) {
        findings.add(Finding.at(kind, table.stream(), partition, offset, text));
    }

    /** What a delivery has read is committed. */
    private long end() {
        return Math.min(held.to(), extent.committed());
    }

    private String place() {
        return table.stream() + "-" + partition;
    }

    /** How many records must be rows. */
    long records() {
        return records;
    }

    /** How many rows were records that the log has no more. */
    long gone() {
        return gone;
    }

    /** Why it couldn't be recounted; null if it was. */
    @Nullable
    String unproved() {
        return unproved;
    }

    /** Goes from row to row; one that has the same offset as the one before is doubled. */
    private final class Cursor {

        private final Offsets rows;
        private long at;

        Cursor(Offsets rows) throws IOException {
            this.rows = rows;
            at = rows.next();
        }

        void advance() throws IOException {
            long before = at;
            at = rows.next();
            while (at == before && at != Offsets.END) {
                find(Kind.DOUBLED_ROW, at, "table " + table.name() + " has this row more than once");
                at = rows.next();
            }
        }
    }
}
