package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operate.TestingStream;
import dev.weir.operate.audit.DeliveredTable.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are taken from a table, put into it and doubled, and must be found where they are. */
class TableAuditTest extends AuditedReadings {

    /** Of the twenty readings two are dead (7, 17) and two repeats (5, 15). */
    private final List<Long> rows = new ArrayList<>();

    @BeforeEach
    void deliver() throws Exception {
        for (long offset = 0; offset < EVENTS; offset++) {
            if (offset % 10 != 5 && offset % 10 != 7) {
                rows.add(offset);
            }
        }
        pipeline.audit(false); // Writes the ledger.
    }

    private TableReport audit(boolean deep) throws Exception {
        return new TableAudit(pipeline.log, pipeline.registry).run(new Rows(rows, rows.size(), 16, 20), deep);
    }

    private List<String> findings(TableReport report) {
        return report.findings().listed().stream()
                .map(finding -> finding.kind() + " " + finding.position())
                .toList();
    }

    @Test
    void tableWithEveryRecordOncePasses() throws Exception {
        pipeline.log.records("readings", 0).add(TestingStream.heartbeat(20, "@200 append=200"));
        for (boolean deep : List.of(false, true)) {
            TableReport report = audit(deep);

            assertThat(findings(report)).isEmpty();
            assertThat(report.rows()).isEqualTo(16);
            assertThat(report.records()).isEqualTo(16);
            assertThat(report.notRecountable()).isEmpty();
        }
    }

    @Test
    void missingRowIsFound() throws Exception {
        rows.remove(12L);

        assertThat(findings(audit(true))).contains("MISSING_ROW readings-0@12");
        assertThat(findings(audit(false))).isNotEmpty();
    }

    @Test
    void doubledRowIsFound() throws Exception {
        rows.add(rows.indexOf(9L), 9L);

        assertThat(findings(audit(true))).contains("DOUBLED_ROW readings-0@9");
        assertThat(findings(audit(false))).isNotEmpty();
    }

    @Test
    void rowThatTakesThePlaceOfAnotherIsFoundByLookingAtEach() throws Exception {
        rows.set(rows.indexOf(9L), 8L);

        assertThat(findings(audit(false))).isEmpty();
        assertThat(findings(audit(true))).containsExactly("DOUBLED_ROW readings-0@8", "MISSING_ROW readings-0@9");
    }

    @Test
    void rowOfADeadRecordIsFound() throws Exception {
        rows.add(rows.indexOf(8L), 7L);

        assertThat(findings(audit(true))).contains("PHANTOM_ROW readings-0@7");
    }

    @Test
    void rowBehindWhatCommitsSayIsFound() throws Exception {
        rows.add(25L);

        assertThat(findings(audit(true))).contains("PHANTOM_ROW readings-0@25");
    }

    @Test
    void commitThatAddedOtherThanTheLogHasIsFoundByCounting() throws Exception {
        TableReport report =
                new TableAudit(pipeline.log, pipeline.registry).run(new Rows(rows.subList(0, 15), 15, 15, 20), false);

        assertThat(findings(report)).containsExactly("TABLE readings-0@0..19");
    }

    @Test
    void rowsWhoseRecordsTheLogHasCompactedAwayAreRight() throws Exception {
        pipeline.log.compact("readings");
        pipeline.log.records("readings", 0).removeIf(record -> record.offset() == 4 || record.offset() == 7);

        for (boolean deep : List.of(false, true)) {
            TableReport report = audit(deep);

            assertThat(findings(report)).isEmpty();
            assertThat(report.compactedAway()).isEqualTo(1);
        }
        rows.remove(12L);
        assertThat(findings(audit(true))).contains("MISSING_ROW readings-0@12");
    }

    @Test
    void whatIsBelowTheLogsStartIsOnlyComparedRowByRow() throws Exception {
        pipeline.log.startAt("readings", 10);

        assertThat(audit(false).notRecountable()).singleElement().asString().contains("begins at offset 10");
        assertThat(findings(audit(true))).isEmpty();
        assertThat(audit(true).compactedAway()).isEqualTo(8);
    }

    @Test
    void recordsBeforeTheFirstRowAreMissing() throws Exception {
        rows.remove(0L);
        rows.remove(1L);

        TableReport report = new TableAudit(pipeline.log, pipeline.registry).run(new Rows(rows, 14, 14, 20), true);

        assertThat(findings(report)).containsExactly("MISSING_ROW readings-0@0", "MISSING_ROW readings-0@1");
    }

    private TableReport newest(long brought, long to, Long... offsets) throws Exception {
        return new TableAudit(pipeline.log, pipeline.registry)
                .run(new Rows(List.of(offsets), brought, brought, to, true), true);
    }

    @Test
    void tableOfNewestRowsHasThatOfEachKey() throws Exception {
        TableReport right = newest(16, 20, 13L, 19L);

        assertThat(findings(right)).isEmpty();
        assertThat(right.records()).isEqualTo(16);
        assertThat(findings(newest(16, 20, 13L, 18L)))
                .containsExactlyInAnyOrder("PHANTOM_ROW readings-0@18", "MISSING_ROW readings-0@19");
        assertThat(findings(newest(15, 20, 13L, 19L))).containsExactly("TABLE readings-0@0..19");
    }

    @Test
    void keyThatHasEndedHasNoRow() throws Exception {
        byte[] key = pipeline.log.records("readings", 0).get(19).key();
        pipeline.log.records("readings", 0).add(TestingStream.raw(20, key, null));

        assertThat(findings(newest(17, 21, 13L))).isEmpty();
        assertThat(findings(newest(17, 21, 13L, 19L))).containsExactly("PHANTOM_ROW readings-0@19");
    }

    private record Rows(List<Long> offsets, long rows, long held0, long to, boolean newestOnly)
            implements DeliveredTable {

        Rows(List<Long> offsets, long rows, long held0, long to) {
            this(offsets, rows, held0, to, false);
        }

        @Override
        public String name() {
            return "readings";
        }

        @Override
        public String place() {
            return "the lake";
        }

        @Override
        public String stream() {
            return "readings";
        }

        @Override
        public String reader() {
            return "plant";
        }

        @Override
        public SortedMap<Integer, Held> held() {
            return new TreeMap<>(java.util.Map.of(0, new Held(newestOnly ? 0 : offsets.get(0), to, held0)));
        }

        @Override
        public Offsets offsets(int partition) {
            java.util.Iterator<Long> all = offsets.iterator();
            return new Offsets() {
                @Override
                public long next() {
                    return all.hasNext() ? all.next() : END;
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }
}
