package dev.weir.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.StreamContract;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrectedWindowsTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    /** A quarter of an hour is forgotten at once. */
    private static final long STRETCH = 15 * MINUTE;

    private static final StreamContract ORDERS = TestingContracts.orders("orders");
    private static final RollupSpec COUNTS = new RollupSpec(
            "counts",
            new Windows(Shape.TUMBLE, MINUTE, MINUTE, 0),
            List.of("customer"),
            null,
            List.of(new Aggregate(Function.COUNT, null, null)),
            HOUR);

    private KeyedOneInputStreamOperatorTestHarness<String, RowData, RowData> operator;

    @BeforeEach
    void begin() throws Exception {
        operator = operator();
        operator.open();
    }

    @AfterEach
    void end() throws Exception {
        operator.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, RowData, RowData> operator() throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, RowData, RowData> operator =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new CorrectedWindows(ORDERS, COUNTS)),
                        cell -> CorrectedWindows.key(cell, COUNTS.correctMillis()),
                        Types.STRING);
        operator.setup(new RowDataSerializer(JudgedTypes.rowType(COUNTS, ORDERS)));
        return operator;
    }

    /** Its cell is a count, and no text. */
    private void closes(int partition, String customer, long end, long count) throws Exception {
        process(partition, customer, end, count, false);
    }

    private void corrects(int partition, String customer, long end, long count) throws Exception {
        process(partition, customer, end, count, true);
    }

    private void process(int partition, String customer, long end, long count, boolean corrects) throws Exception {
        byte[] cell = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(count)
                .putInt(0)
                .array();
        byte[] group = customer.getBytes(StandardCharsets.UTF_8);
        operator.processElement(new StreamRecord<RowData>(GenericRowData.of(partition, group, end, cell, corrects)));
    }

    /** As {@code customer end count revision}. */
    private List<String> given() {
        List<String> given = operator.extractOutputValues().stream()
                .map(row -> row.getString(0) + " " + row.getTimestamp(2, 3).getMillisecond() / MINUTE + " "
                        + row.getLong(4) + " " + row.getLong(5))
                .toList();
        operator.getOutput().clear();
        return given;
    }

    @Test
    void aCorrectionIsAddedToItsWindowAlone() throws Exception {
        closes(0, "ann", MINUTE, 3);
        closes(0, "ben", MINUTE, 4);
        closes(0, "ann", 2 * MINUTE, 5);
        corrects(0, "ann", MINUTE, 2);
        corrects(0, "ann", MINUTE, 1);

        assertThat(given()).containsExactly("ann 1 3 1", "ben 1 4 1", "ann 2 5 1", "ann 1 5 2", "ann 1 6 3");
    }

    @Test
    void aGroupThatAWindowDidNotHaveBegins() throws Exception {
        corrects(0, "ann", MINUTE, 2);
        corrects(0, "ann", MINUTE, 2);

        assertThat(given()).containsExactly("ann 1 2 1", "ann 1 4 2");
    }

    @Test
    void aMisplacedGroupHasAWindowInEachPartition() throws Exception {
        closes(0, "ann", MINUTE, 3);
        closes(1, "ann", MINUTE, 1);
        corrects(0, "ann", MINUTE, 2);

        assertThat(given()).containsExactly("ann 1 3 1", "ann 1 1 1", "ann 1 5 2");
    }

    @Test
    void itGoesOnFromASnapshot() throws Exception {
        closes(0, "ann", MINUTE, 3);
        corrects(0, "ann", MINUTE, 2);
        OperatorSubtaskState state = operator.snapshot(1, 1);
        operator.close();
        operator = operator();
        operator.initializeState(state);
        operator.open();
        corrects(0, "ann", MINUTE, 1);

        assertThat(given()).containsExactly("ann 1 6 3");
    }

    @Test
    void windowsAreForgottenWhenNothingCorrectsThemAnyMore() throws Exception {
        for (long end = MINUTE; end < 10 * HOUR; end += MINUTE) {
            closes(0, "ann", end, 1);
            operator.processWatermark(end - 1);
            // The newest window that the partition may still correct, for whatever end its time has passed.
            corrects(0, "ann", Math.max(MINUTE, end - HOUR + MINUTE), 1);
            List<String> given = given();
            assertThat(given.get(given.size() - 1)).as("at %s", end).matches(end <= HOUR ? ".*" : ".* 2 2");

            assertThat(operator.numKeyedStateEntries()).isLessThanOrEqualTo((int) ((HOUR + 2 * STRETCH) / STRETCH));
        }
        operator.processWatermark(12 * HOUR);

        assertThat(operator.numKeyedStateEntries()).isZero();
        assertThat(operator.numEventTimeTimers()).isZero();
    }
}
