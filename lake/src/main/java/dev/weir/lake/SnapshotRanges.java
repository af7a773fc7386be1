package dev.weir.lake;

import java.util.Iterator;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** What a delivery's snapshots say in their summaries of the rows that they add, and that the table has since its beginning. */
final class SnapshotRanges {

    /** The rows that this commit added. */
    static final String ADDED = "weir.added";
    /** All rows that deliveries added up to this commit: it stays true when older snapshots have expired. */
    static final String HELD = "weir.held";

    private SnapshotRanges() {}

    /** What the table holds: what the newest snapshot of a delivery says; those of compaction have the same rows. */
    static Ranges held(Table table) {
        return find(table).map(SnapshotRanges::held).orElse(Ranges.NONE);
    }

    /** The same of snapshots, the newest first. */
    static Ranges held(Iterable<Snapshot> ancestry) {
        for (Snapshot snapshot : ancestry) {
            if (snapshot.summary().containsKey(HELD)) {
                return held(snapshot);
            }
        }
        return Ranges.NONE;
    }

    /** The newest snapshot that says what the table holds. */
    static Optional<Snapshot> find(Table table) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (snapshot.summary().containsKey(HELD)) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    /** How many of the newest snapshots must stay so that what the table holds is known. */
    static int needed(Table table) {
        int count = 0;
        Iterator<Snapshot> snapshots = SnapshotUtil.currentAncestors(table).iterator();
        while (snapshots.hasNext()) {
            count++;
            if (snapshots.next().summary().containsKey(HELD)) {
                return count;
            }
        }
        return 1;
    }

    private static Ranges held(Snapshot snapshot) {
        return Ranges.parse(snapshot.summary().get(HELD));
    }
}
