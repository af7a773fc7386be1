package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.TestingStream;
import dev.weir.operate.log.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors are planted in a ledger, letters or a log, and must be found where they are. */
class AuditTest extends AuditedReadings {

    /** An entry with the components that a test changes. */
    private static LedgerEntry changed(
            LedgerEntry entry, long onTime, long late, byte @Nullable [] lateOffsets, @Nullable String contract) {
        return new LedgerEntry(
                entry.pipeline(),
                entry.stream(),
                entry.partition(),
                entry.epoch(),
                entry.from(),
                entry.to(),
                onTime,
                late,
                entry.duplicate(),
                entry.dead(),
                lateOffsets,
                entry.duplicateOffsets(),
                entry.deadOffsets(),
                entry.firstTime(),
                entry.lastTime(),
                entry.resets(),
                entry.givenUp(),
                entry.misplaced(),
                entry.checkpoint(),
                contract,
                null,
                entry.heartbeats());
    }

    @Test
    void ledgerThatIsRightPasses() throws Exception {
        AuditReport report = pipeline.audit(true);

        assertThat(findings(true)).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.streams()).singleElement().satisfies(readings -> {
            assertThat(readings.counts()).isEqualTo(new Counts(14, 2, 2, 2, 0, 0, 0, 0));
            assertThat(readings.partitions())
                    .containsExactly(
                            new PartitionReport(0, 0, 20, 0, 3, new Counts(14, 2, 2, 2, 0, 0, 0, 0), null, null));
        });
    }

    @Test
    void endsOfTransactionsAreNoRecords() throws Exception {
        pipeline.log.records("readings", 0).add(stream.record(25, "a 25 @125"));
        pipeline.log.endAt("readings", 27);
        pipeline.commit(stream, 27);

        assertThat(findings(true)).isEmpty();
    }

    /** The first moves time, so that what comes behind it is late; the others are from before and from a wrong clock. */
    private void heartbeats() throws RegistryUnavailableException {
        List<LogRecord> log = pipeline.log.records("readings", 0);
        log.add(TestingStream.heartbeat(20, "@200 append=200"));
        log.add(stream.record(21, "a 21 @189.999 append=200"));
        log.add(TestingStream.heartbeat(22, "@100 append=200"));
        log.add(TestingStream.heartbeat(23, "@500.001 append=200"));
        log.add(stream.record(24, "a 24 @190 append=200"));
        log.add(TestingStream.heartbeat(25, "@210 append=210"));
        pipeline.commit(stream, 26);
    }

    @Test
    void heartbeatsAreCountedAndHaveNoFate() throws Exception {
        heartbeats();

        assertThat(findings(true)).isEmpty();
        assertThat(pipeline.audit(true).streams().get(0).counts()).isEqualTo(new Counts(15, 3, 2, 2, 0, 0, 0, 4));
    }

    @Test
    void wrongCountOfHeartbeatsIsFound() throws Exception {
        heartbeats();
        pipeline.log.records("readings", 0).remove(22);

        assertThat(findings(false))
                .containsExactly("RECOUNT readings-0@20..25 the ledger counts 4 heartbeats, the log has 3");
    }

    @Test
    void heartbeatThatWasCountedAsAnEventIsFound() throws Exception {
        heartbeats();
        LedgerEntry entry = pipeline.entries.get(3);
        pipeline.entries.set(3, changed(entry, 1, 2, TestingPipeline.bytes(1, 5), null));

        assertThat(findings(false))
                .containsExactly(
                        "ENTRY readings-0@20..25 the entry of checkpoint 4 contradicts itself: it counts 3 records, 1"
                                + " of them on time, and 4 heartbeats in 6 offsets",
                        "RECOUNT readings-0@20..25 the ledger counts 3 records, the log has 2",
                        "RECOUNT readings-0@25 the ledger says late, but the log has no event there");
    }

    @Test
    void entryFromBeforeThereWereHeartbeatsIsRead() throws Exception {
        AuditReport report = pipeline.auditOfOldEntries();

        assertThat(report.passed()).isTrue();
        assertThat(report.streams().get(0).counts()).isEqualTo(new Counts(14, 2, 2, 2, 0, 0, 0, 0));
    }

    @Test
    void entryThatIsGoneIsAGap() throws Exception {
        pipeline.entries.remove(1);

        assertThat(findings(false))
                .containsExactly("GAP readings-0@6..9 no entry of the ledger has these offsets; the log has 4 records"
                        + " there: 6, 7, 8, 9");
    }

    @Test
    void entryThatIsThereTwiceIsAnOverlap() throws Exception {
        pipeline.entries.add(pipeline.entries.get(1));

        assertThat(findings(true))
                .containsExactly("OVERLAP readings-0@6..9 several entries have these offsets; one is of checkpoint 2");
    }

    @Test
    void countThatItsOffsetsContradictIsFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(0);
        pipeline.entries.set(0, changed(entry, 3, 2, entry.lateOffsets(), entry.contract()));

        assertThat(findings(false))
                .containsExactly("ENTRY readings-0@0..5 the entry of checkpoint 1 contradicts itself: it counts 2 late"
                        + " and lists 1");
    }

    @Test
    void offsetBeyondTheEntryIsFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(0);
        pipeline.entries.set(0, changed(entry, 4, 1, TestingPipeline.bytes(6), entry.contract()));

        assertThat(findings(false))
                .contains("ENTRY readings-0@0..5 the entry of checkpoint 1 contradicts itself: it lists offset 6,"
                        + " which it doesn't have");
    }

    @Test
    void offsetWithTwoFatesIsFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(1);
        pipeline.entries.set(1, changed(entry, 2, 1, TestingPipeline.bytes(1), null));

        assertThat(findings(false))
                .containsExactly("ENTRY readings-0@6..9 the entry of checkpoint 2 contradicts itself: it lists an"
                        + " offset with two fates");
    }

    @Test
    void bytesThatAreNoBitmapAreFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(1);
        pipeline.entries.set(1, changed(entry, 3, 0, new byte[] {1, 2, 3}, null));

        assertThat(findings(true)).first().asString().contains("the offsets of what is late are no bitmap");
    }

    @Test
    void wrongFateIsFoundByRecomputing() throws Exception {
        LedgerEntry entry = pipeline.entries.get(2);
        pipeline.entries.set(2, changed(entry, entry.onTime(), 1, TestingPipeline.bytes(4), null));

        assertThat(findings(false)).isEmpty();
        assertThat(findings(true))
                .containsExactly(
                        "FATE readings-0@13 the ledger says on time, recomputed: late (DISORDER)",
                        "FATE readings-0@14 the ledger says late, recomputed: on time");
    }

    @Test
    void recordThatTheLogLostIsFound() throws Exception {
        pipeline.log.records("readings", 0).remove(8);

        assertThat(findings(false))
                .containsExactly(
                        "RECOUNT readings-0@6..9 the ledger counts 4 records, the log has 3; it has none at 8");
    }

    @Test
    void listedRecordThatTheLogLostIsFound() throws Exception {
        pipeline.log.records("readings", 0).remove(13);

        assertThat(findings(false))
                .containsExactly(
                        "RECOUNT readings-0@10..19 the ledger counts 10 records, the log has 9; it has none at 13",
                        "RECOUNT readings-0@13 the ledger says late, but the log has no event there");
    }

    @Test
    void recordThatTheLedgerForgotIsFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(1);
        pipeline.entries.set(1, changed(entry, 2, 0, null, null));

        assertThat(findings(false))
                .containsExactly("RECOUNT readings-0@6..9 the ledger counts 3 records, the log has 4");
    }

    @Test
    void logThatEndsBeforeItsLedgerIsFound() throws Exception {
        pipeline.log.records("readings", 0).subList(18, 20).clear();

        assertThat(findings(false))
                .containsExactly(
                        "RECOUNT readings-0@10..19 the ledger counts 10 records, the log has 8; it has none at 18..19");
    }

    @Test
    void newContractIsFollowedFromItsEpochOn() throws Exception {
        TestingStream patient = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE.replace("10s", "10m"));
        pipeline.begin(patient);
        pipeline.log.records("readings", 0).add(stream.record(20, "b 20 @19"));
        pipeline.commit(patient, 21);

        assertThat(pipeline.entries.get(3).onTime()).isEqualTo(1);
        assertThat(findings(true)).isEmpty();
    }

    @Test
    void epochWithoutItsContractIsFound() throws Exception {
        LedgerEntry entry = pipeline.entries.get(0);
        pipeline.entries.set(0, changed(entry, entry.onTime(), entry.late(), entry.lateOffsets(), null));

        assertThat(findings(true)).containsExactly("EPOCH readings-0@0..5 the first entry of epoch 0 has no contract");
        assertThat(pipeline.audit(true).streams().get(0).partitions().get(0).notRecomputable())
                .isEqualTo("the contract of the first entry can't be read");
    }

    @Test
    void countersAreRecomputed() throws Exception {
        LedgerEntry entry = pipeline.entries.get(2);
        pipeline.entries.set(
                2,
                new LedgerEntry(
                        "plant",
                        "readings",
                        0,
                        0,
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
                        TestingStream.START,
                        3,
                        0,
                        0,
                        3,
                        null,
                        null,
                        0));

        assertThat(findings(true))
                .containsExactly(
                        "COUNTER readings-0@10..19 resets: the ledger says 3, recomputed: 0",
                        "COUNTER readings-0@10..19 last event time: the ledger says 2026-01-01T00:00:00Z, recomputed:"
                                + " 2026-01-01T00:01:59Z");
    }

    @Test
    void onlyTheFirstOfManyDifferencesAreListed() throws Exception {
        TestingStream other = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE);
        for (int offset = 20; offset < 60; offset++) {
            pipeline.log.records("readings", 0).add(other.record(offset, "a " + offset + " @" + (100 + offset)));
        }
        pipeline.commit(stream, 60);
        LedgerEntry entry = pipeline.entries.get(3);
        int[] all = java.util.stream.IntStream.range(0, 40).toArray();
        pipeline.entries.set(3, changed(entry, 0, 40, TestingPipeline.bytes(all), null));

        Findings findings = pipeline.audit(true).streams().get(0).findings();

        assertThat(findings.listed()).hasSize(20);
        assertThat(findings.total()).isEqualTo(40);
        assertThat(findings.total(0, Finding.Kind.FATE)).isEqualTo(40);
    }

    @Test
    void pipelineWithoutEntriesIsUnknown() {
        assertThatThrownBy(() -> new Audit(pipeline.log, pipeline.registry).run("plant", false))
                .isInstanceOf(UnknownPipelineException.class)
                .hasMessageContaining("The ledger has nothing of 'plant', a pipeline and its environment. It is empty");
    }

    @Test
    void recordInTheLedgersTopicThatIsNoEntryIsFound() throws Exception {
        EncodedEvent entry = pipeline.rows.entry(pipeline.entries.get(0));
        pipeline.log.append(LedgerEntry.TOPIC, 0, entry.key(), entry.value());
        pipeline.log.append(LedgerEntry.TOPIC, 0, entry.key(), new byte[] {0, 0});

        AuditReport report = new Audit(pipeline.log, pipeline.registry).run("plant", false);

        assertThat(report.passed()).isFalse();
        assertThat(report.unreadable()).singleElement().asString().startsWith("weir.ledger-0@1: the entry can't be");
    }
}
