package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.LedgerEntry;
import dev.weir.operate.log.LogRecord;
import org.junit.jupiter.api.Test;

/** Each dead record has its letter, and no other record has one. */
class LettersAuditTest extends AuditedReadings {

    @Test
    void missingLetterIsFound() throws Exception {
        pipeline.log.records("readings.dead", 0).remove(0);

        assertThat(findings(false))
                .containsExactly("MISSING_LETTER readings-0@7 the ledger says dead, but readings.dead has no letter");
    }

    @Test
    void phantomLetterIsFound() throws Exception {
        pipeline.letter(stream, pipeline.log.records("readings", 0).get(12));

        assertThat(findings(false))
                .containsExactly(
                        "PHANTOM_LETTER readings-0@12 readings.dead has a letter, but no pipeline's ledger says dead");
    }

    @Test
    void letterBehindTheLedgerIsNoPhantomYet() throws Exception {
        LogRecord next = stream.record(20, "a 20 @120 value=-1");
        pipeline.log.records("readings", 0).add(next);
        pipeline.letter(stream, next);

        assertThat(findings(true)).isEmpty();
    }

    @Test
    void letterOfAnotherPipelineIsNoPhantom() throws Exception {
        pipeline.letter(stream, pipeline.log.records("readings", 0).get(12));
        pipeline.letter(stream, pipeline.log.records("readings", 0).get(18));
        LedgerEntry entry = pipeline.entries.get(2);
        pipeline.entries.add(new LedgerEntry(
                "other",
                "readings",
                0,
                0,
                10,
                14,
                3,
                0,
                0,
                1,
                null,
                null,
                TestingPipeline.bytes(2),
                null,
                null,
                0,
                0,
                0,
                1,
                entry.contract(),
                null,
                0));

        assertThat(findings(false)).isEmpty();
    }

    @Test
    void letterWithOtherBytesIsFound() throws Exception {
        pipeline.log.records("readings.dead", 0).remove(0);
        LogRecord dead = pipeline.log.records("readings", 0).get(7);
        pipeline.letter(stream, new LogRecord(7, dead.appendTime(), dead.key(), new byte[] {1}));

        assertThat(findings(false))
                .containsExactly("WRONG_LETTER readings-0@7 its letter has other bytes than the log");
    }
}
