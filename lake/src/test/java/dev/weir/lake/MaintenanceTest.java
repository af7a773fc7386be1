package dev.weir.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.LakeTables.Maintained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {

    private static final int COMMITS = 5;

    @TempDir
    private Path folder;

    private TestingTable states;

    @BeforeEach
    void fill() throws Exception {
        states = new TestingTable(folder);
        for (int i = 0; i < COMMITS; i++) {
            states.write(0, 2 * i, 2 * i + 1).write(1, i).commit();
        }
    }

    private Maintained maintain(Instant before, boolean dryRun) throws Exception {
        return new Maintenance(states.table, before).run(dryRun);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(60);
    }

    @Test
    void smallFilesBecomeOneWithTheSameRows() throws Exception {
        String held = states.says(SnapshotRanges.HELD);

        Maintained done = maintain(Instant.EPOCH, false);

        assertThat(done).isEqualTo(new Maintained("states", COMMITS, COMMITS, 1, 0, 0, 0));
        assertThat(states.table.currentSnapshot().operation()).isEqualTo("replace");
        assertThat(states.says(SnapshotRanges.HELD)).isEqualTo(held);
        assertThat(states.offsets(0)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(states.offsets(1)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(maintain(Instant.EPOCH, false).compacted()).isZero();
    }

    @Test
    void whatTheTableHoldsIsKnownWhenAllOtherSnapshotsHaveExpired() throws Exception {
        String held = states.says(SnapshotRanges.HELD);

        Maintained done = maintain(later(), false);

        assertThat(done.expired()).isEqualTo(COMMITS);
        assertThat(states.table.snapshots()).hasSize(1);
        assertThat(SnapshotRanges.held(states.table).text()).isEqualTo(held);
        assertThat(states.offsets(1)).hasSize(COMMITS);
        assertThat(dataFiles()).hasSize(1);
    }

    @Test
    void snapshotThatSaysWhatTheTableHoldsStaysBelowThoseOfOtherEngines() throws Exception {
        String held = states.says(SnapshotRanges.HELD);
        states.table.newAppend().commit();

        maintain(later(), false);

        assertThat(SnapshotRanges.held(states.table).text()).isEqualTo(held);
    }

    @Test
    void deliveryThatCommitsWhileFilesAreRewrittenLosesNothing() throws Exception {
        Compaction compaction = new Compaction(states.table);
        List<FileScanTask> planned = compaction.plan().get(0);
        states.write(0, 10).commit();

        compaction.rewrite(planned);

        assertThat(states.says(SnapshotRanges.HELD)).isEqualTo("0:0-11/11 1:0-5/5");
        assertThat(states.offsets(0)).hasSize(11);
        states.restart();
        states.write(0, 10, 11).commit();
        assertThat(states.offsets(0)).hasSize(12);
    }

    @Test
    void oldFilesOfNoSnapshotGoAndYoungOnesAndThoseOfTheTableStay() throws Exception {
        Path old = Files.writeString(folder.resolve("data/old.parquet"), "left");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path young = Files.writeString(folder.resolve("data/young.parquet"), "waits");

        Maintained done = maintain(Instant.parse("2026-01-02T00:00:00Z"), false);

        assertThat(done.stray()).isEqualTo(1);
        assertThat(done.strayBytes()).isEqualTo(4);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(states.offsets(0)).hasSize(10);
    }

    @Test
    void allFilesThatTheTableNeedsAreKnown() throws Exception {
        maintain(Instant.EPOCH, false);

        // Each file counts as old; what is left must be the table's.
        assertThat(StrayFiles.find(states.table, later()).count()).isZero();
    }

    @Test
    void dryRunChangesNothing() throws Exception {
        Files.writeString(folder.resolve("data/old.parquet"), "left");
        long snapshot = states.table.currentSnapshot().snapshotId();

        Maintained would = maintain(later(), true);

        assertThat(would).isEqualTo(new Maintained("states", COMMITS, COMMITS, 1, COMMITS - 1, 1, 4));
        states.table.refresh();
        assertThat(states.table.currentSnapshot().snapshotId()).isEqualTo(snapshot);
        assertThat(states.table.snapshots()).hasSize(COMMITS);
        assertThat(dataFiles()).hasSize(COMMITS + 1);
    }

    private List<Path> dataFiles() throws Exception {
        try (var files = Files.list(folder.resolve("data"))) {
            return files.toList();
        }
    }
}
