package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.LedgerEntry;
import dev.weir.operate.TestingStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fork has a ledger of its own, which is proved together with what it goes on from. */
class ForkedLedgerTest {

    private final TestingPipeline pipeline = new TestingPipeline();
    private final TestingStream stream = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE);
    private String contract = "";

    /** The pipeline reads up to 30; the fork goes on from 10, and has read up to 20. */
    @BeforeEach
    void fork() throws Exception {
        pipeline.begin(stream);
        for (int offset = 0; offset < 30; offset++) {
            // Each number comes twice, the second time ten records later.
            int sequence = offset % 20 < 10 ? offset : offset - 10;
            pipeline.log.records("readings", 0).add(stream.record(offset, "a " + sequence + " @" + sequence));
        }
        pipeline.commit(stream, 10);
        pipeline.commit(stream, 20);
        pipeline.commit(stream, 30);
        contract = String.valueOf(pipeline.entries.get(0).contract());
        pipeline.entries.add(of("plant_fork1", pipeline.entries.get(1), contract, "plant"));
    }

    private static LedgerEntry of(String name, LedgerEntry entry, @Nullable String contract, @Nullable String follows) {
        return new LedgerEntry(
                name,
                entry.stream(),
                entry.partition(),
                entry.epoch(),
                entry.from(),
                entry.to(),
                entry.onTime(),
                entry.late(),
                entry.duplicate(),
                entry.dead(),
                entry.lateOffsets(),
                entry.duplicateOffsets(),
                entry.deadOffsets(),
                entry.firstTime(),
                entry.lastTime(),
                entry.resets(),
                entry.givenUp(),
                entry.misplaced(),
                entry.checkpoint(),
                contract,
                follows,
                entry.heartbeats());
    }

    private List<String> findings(String name) throws Exception {
        AuditReport report = pipeline.audit(name, true);
        assertThat(report.unreadable()).isEmpty();
        return report.streams().get(0).findings().listed().stream()
                .map(finding -> finding.kind() + " " + finding.position())
                .toList();
    }

    private PartitionReport partition(String name) throws Exception {
        return pipeline.audit(name, true).streams().get(0).partitions().get(0);
    }

    @Test
    void pipelineAndForkAreEachProvedAsAWhole() throws Exception {
        assertThat(findings("plant")).isEmpty();
        assertThat(partition("plant").counts().read()).isEqualTo(30);
        assertThat(findings("plant_fork1")).isEmpty();
        assertThat(partition("plant_fork1"))
                .isEqualTo(new PartitionReport(0, 0, 20, 0, 2, new Counts(10, 0, 10, 0, 0, 0, 0, 0), null, null));
    }

    @Test
    void forkOfAForkGoesBackToTheFirst() throws Exception {
        pipeline.entries.add(of("plant_fork2", pipeline.entries.get(2), contract, "plant_fork1"));
        LedgerEntry first = pipeline.entries.get(0);
        pipeline.entries.set(0, of("plant", first, contract, "plant_fork2")); // Nobody writes this; it must end.

        assertThat(findings("plant_fork2")).isEmpty();
        assertThat(partition("plant_fork2").to()).isEqualTo(30);
        assertThat(partition("plant_fork2").entries()).isEqualTo(3);
    }

    @Test
    void forkThatHasReadNothingYetSaysWhereItBegan() throws Exception {
        LedgerEntry entry = pipeline.entries.remove(3);
        pipeline.entries.add(new LedgerEntry(
                "plant_fork1",
                "readings",
                0,
                0,
                entry.to(),
                entry.to(),
                0,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                1,
                contract,
                "plant",
                0));

        assertThat(findings("plant_fork1")).isEmpty();
        assertThat(partition("plant_fork1").to()).isEqualTo(20);
    }

    @Test
    void forkThatBeginsWithinAnEntryIsFound() throws Exception {
        pipeline.entries.remove(0);
        pipeline.entries.remove(0);
        pipeline.entries.add(0, join());

        assertThat(findings("plant_fork1")).containsExactly("OVERLAP readings-0@10..19");
    }

    /** The first two entries as one. */
    private LedgerEntry join() throws Exception {
        TestingPipeline other = new TestingPipeline();
        TestingStream same = new TestingStream(other.registry, TestingStream.BY_SEQUENCE);
        other.begin(same);
        other.log.records("readings", 0).addAll(pipeline.log.records("readings", 0));
        other.commit(same, 20);
        return other.entries.get(0);
    }

    @Test
    void wrongFateOfAForkIsFoundByWhatItsOriginHadRead() throws Exception {
        LedgerEntry entry = pipeline.entries.get(3);
        pipeline.entries.set(
                3,
                new LedgerEntry(
                        "plant_fork1",
                        "readings",
                        0,
                        0,
                        10,
                        20,
                        1,
                        0,
                        9,
                        0,
                        null,
                        TestingPipeline.bytes(0, 1, 2, 3, 4, 5, 6, 7, 8),
                        null,
                        entry.firstTime(),
                        entry.lastTime(),
                        0,
                        0,
                        0,
                        1,
                        contract,
                        "plant",
                        0));

        assertThat(findings("plant_fork1")).containsExactly("FATE readings-0@19");
        assertThat(findings("plant")).isEmpty();
    }
}
