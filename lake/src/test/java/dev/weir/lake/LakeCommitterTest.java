package dev.weir.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeCommitterTest {

    @TempDir
    private Path folder;

    private TestingTable states;

    @BeforeEach
    void makeTable() {
        states = new TestingTable(folder);
    }

    @Test
    void snapshotSaysWhichRecordsItAddedAndWhichTheTableHolds() throws Exception {
        states.write(0, 3, 4, 8).write(2, 0).commit();
        states.write(0, 9).write(1, 7, 11).commit();

        assertThat(states.says(SnapshotRanges.ADDED)).isEqualTo("0:9-10/1 1:7-12/2");
        assertThat(states.says(SnapshotRanges.HELD)).isEqualTo("0:3-10/4 1:7-12/2 2:0-1/1");
        assertThat(TableContents.of(states.table).rows()).isEqualTo(7);
        assertThat(states.offsets(0)).containsExactly(3L, 4L, 8L, 9L);
    }

    @Test
    void whatSeveralTasksWroteIsOneSnapshot() throws Exception {
        List<LakeWrite> writes = new ArrayList<>(states.write(0, 0, 1).checkpoint());
        writes.addAll(states.write(1, 5).checkpoint());

        states.commit(writes);

        assertThat(states.table.snapshots()).hasSize(1);
        assertThat(states.says(SnapshotRanges.HELD)).isEqualTo("0:0-2/2 1:5-6/1");
    }

    @Test
    void checkpointWithoutRowsMakesNoSnapshot() throws Exception {
        states.commit();

        assertThat(states.table.snapshots()).isEmpty();
    }

    @Test
    void commitThatIsTriedAgainIsRecognisedAlsoByAnotherJob() throws Exception {
        List<LakeWrite> writes = states.write(0, 0, 1, 2).checkpoint();
        assertThat(states.commit(writes)).isFalse();
        states.write(0, 3).commit();

        states.restart();

        assertThat(states.commit(writes)).isTrue();
        assertThat(states.offsets(0)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void deliveryWithoutStateLeavesOutWhatTheTableHas() throws Exception {
        states.write(0, 0, 1, 2).write(1, 4).commit();

        states.restart();
        states.write(0, 0, 1, 2, 3).write(1, 4).write(2, 0).commit();

        assertThat(states.says(SnapshotRanges.ADDED)).isEqualTo("0:3-4/1 2:0-1/1");
        assertThat(states.offsets(0)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(states.offsets(1)).containsExactly(4L);
    }

    @Test
    void rowsThatTheTableHasInPartAreRefused() throws Exception {
        List<LakeWrite> writes = states.write(0, 0, 1, 2).checkpoint();
        states.restart();
        states.write(0, 0, 1).commit();

        assertThatThrownBy(() -> states.commit(writes))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("0:0-3/3")
                .hasMessageContaining("it holds 0:0-2/2");
        assertThat(states.offsets(0)).containsExactly(0L, 1L);
    }

    @Test
    void fileThatIsGoneBeforeItsCommitIsRefused() throws Exception {
        List<LakeWrite> writes = states.write(0, 0, 1, 2).checkpoint();
        Files.delete(LakeFiles.path(writes.get(0).files().dataFiles()[0].location()));

        assertThatThrownBy(() -> states.commit(writes))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("is gone");
        assertThat(states.table.snapshots()).isEmpty();
    }

    @Test
    void fileThatIsInTheTableTwiceOrNotAtAllIsSeenByWhoCountsAndWhoReads() throws Exception {
        LakeWrite first = states.write(0, 0, 1).checkpoint().get(0);
        states.commit(List.of(first));
        states.write(0, 2).commit();

        DataFile file = first.files().dataFiles()[0];
        states.table.newAppend().appendFile(file).commit();

        assertThat(TableContents.of(states.table).rows()).isEqualTo(5);
        assertThat(SnapshotRanges.held(states.table).rows()).isEqualTo(3);
        assertThat(states.offsets(0)).containsExactly(0L, 0L, 1L, 1L, 2L);

        states.table.newDelete().deleteFile(file.location()).commit();

        assertThat(TableContents.of(states.table).rows()).isEqualTo(1);
        assertThat(states.offsets(0)).containsExactly(2L);
    }

    @Test
    void stateKeepsFilesAndTheirRanges() throws Exception {
        LakeWrite write = states.write(0, 0, 1).write(7, 12).checkpoint().get(0);
        LakeWriteSerializer serializer = new LakeWriteSerializer();

        LakeWrite read = serializer.deserialize(serializer.getVersion(), serializer.serialize(write));

        assertThat(read.ranges()).isEqualTo(write.ranges());
        assertThat(states.commit(List.of(read))).isFalse();
        assertThat(states.offsets(7)).containsExactly(12L);
    }
}
