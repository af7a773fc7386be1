package dev.weir.operate.dead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.TestingRows;
import dev.weir.operate.TestingStream;
import dev.weir.operate.log.InMemoryCommittedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadEventsTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final InMemoryCommittedLog log = new InMemoryCommittedLog();
    private final TestingStream stream = new TestingStream(registry, TestingStream.BY_SEQUENCE);
    private final DeadEvents dead = new DeadEvents(log, registry, "readings");

    private EncodedEvent letter(int partition, long offset, String code, String path) {
        DeadLetter letter = new DeadLetter(
                "readings",
                partition,
                offset,
                TestingStream.START.plusSeconds(offset),
                code,
                path,
                "expected " + offset,
                "found",
                null,
                new byte[] {7});
        EncodedEvent row = new TestingRows(registry).letter(stream.contract(), letter);
        log.append("readings.dead", partition, row.key(), row.value());
        return row;
    }

    @Test
    void reasonsAreCountedAndTheNewestAreTheirExamples() throws Exception {
        letter(0, 1, "RULE", "");
        letter(0, 2, "MISSING_FIELD", "seq");
        letter(0, 3, "MISSING_FIELD", "at");
        letter(1, 4, "RULE", "");
        letter(1, 5, "RULE", "");
        letter(1, 6, "RULE", "");
        letter(1, 6, "RULE", "");

        List<DeadReason> reasons = dead.reasons();

        assertThat(reasons)
                .extracting(DeadReason::code, DeadReason::path, DeadReason::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("RULE", "", 4L),
                        org.assertj.core.groups.Tuple.tuple("MISSING_FIELD", "at", 1L),
                        org.assertj.core.groups.Tuple.tuple("MISSING_FIELD", "seq", 1L));
        assertThat(reasons.get(0).examples())
                .containsExactly(new DeadPosition(1, 6), new DeadPosition(1, 5), new DeadPosition(1, 4));
        assertThat(reasons.get(0).expected()).isEqualTo("expected 6");
        assertThat(reasons.get(0).newest()).isEqualTo(TestingStream.START.plusSeconds(6));
    }

    @Test
    void letterIsFoundByItsPosition() throws Exception {
        letter(0, 1, "RULE", "");
        letter(1, 1, "FUTURE", "at");

        assertThat(dead.find(new DeadPosition(1, 1)))
                .hasValueSatisfying(letter -> assertThat(letter.code()).isEqualTo("FUTURE"));
        assertThat(dead.find(new DeadPosition(1, 2))).isEmpty();
    }

    @Test
    void withdrawnLetterIsNone() throws Exception {
        EncodedEvent letter = letter(0, 1, "RULE", "");
        log.append("readings.dead", 0, letter.key(), null);

        assertThat(dead.find(new DeadPosition(0, 1))).isEmpty();
        assertThat(dead.reasons()).isEmpty();
    }

    @Test
    void streamWithoutDeadEventsHasNoReasons() throws Exception {
        assertThat(dead.reasons()).isEmpty();
    }

    @Test
    void positionIsPartitionAndOffset() {
        assertThat(DeadPosition.parse("3@120")).contains(new DeadPosition(3, 120));
        assertThat(DeadPosition.parse("3-120")).isEmpty();
        assertThat(DeadPosition.parse("@1")).isEmpty();
        assertThat(new DeadPosition(3, 120)).hasToString("3@120");
    }
}
