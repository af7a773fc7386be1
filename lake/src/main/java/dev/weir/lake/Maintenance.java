package dev.weir.lake;

import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.LakeTables.Maintained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** Looks after one table: compacts, expires, and deletes what belongs to no snapshot, in this order. */
final class Maintenance {

    private final Table table;
    private final Instant before;

    /** @param before what is younger stays, but for small files, which are compacted whatever their age */
    Maintenance(Table table, Instant before) {
        this.table = table;
        this.before = before;
    }

    Maintained run(boolean dryRun) throws ConflictException {
        table.refresh();
        long files = files();
        Compaction compaction = new Compaction(table);
        List<List<FileScanTask>> groups = compaction.plan();
        long compacted = groups.stream().mapToLong(List::size).sum();
        long into = groups.size();
        if (!dryRun) {
            into = 0;
            for (List<FileScanTask> group : groups) {
                into += compaction.rewrite(group);
            }
            table.refresh();
        }
        long expired = expire(dryRun);
        StrayFiles stray = StrayFiles.find(table, before);
        if (!dryRun) {
            stray.delete();
        }
        return new Maintained(
                new TableViews(table).name(), files, compacted, into, expired, stray.count(), stray.bytes());
    }

    private long files() {
        long count = 0;
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask ignored : tasks) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table " + table.name() + " can't be listed.", e);
        }
    }

    /** The newest snapshot always stays, and those with which it is known what the table holds. */
    private long expire(boolean dryRun) {
        int needed = SnapshotRanges.needed(table);
        long ancestors = 0;
        long old = 0;
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (++ancestors > needed && snapshot.timestampMillis() < before.toEpochMilli()) {
                old++;
            }
        }
        if (old > 0 && !dryRun) {
            table.expireSnapshots()
                    .expireOlderThan(before.toEpochMilli())
                    .retainLast(needed)
                    .commit();
        }
        return old;
    }
}
