package dev.weir.streams.source;

import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.LedgerRange;
import dev.weir.streams.judge.Judged;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * Parts what was judged by its fate, and writes the accounts: dead letters at once, and before each checkpoint what became
 * of the records between it and the one before. It keeps nothing over a checkpoint, so it has no state.
 *
 * <p>Runs in the task of its source, which can neither part its output nor write when a checkpoint comes.
 */
final class Accounting extends AbstractStreamOperator<RowData> implements OneInputStreamOperator<RowData, RowData> {

    private static final long serialVersionUID = 1;

    private final Outputs outputs;
    private final String pipeline;
    private final String stream;
    private final int columns;
    private final boolean all;
    private transient Map<Integer, LedgerRange> ranges;
    private transient long checkpoint;

    /**
     * @param pipeline as the ledger names it; empty if no ledger is kept
     * @param columns how many columns the events have
     * @param all whether the output of all events is read
     */
    @SuppressWarnings("NullAway") // Flink's operators get their fields in open().
    Accounting(Outputs outputs, String pipeline, String stream, int columns, boolean all) {
        this.outputs = outputs;
        this.pipeline = pipeline;
        this.stream = stream;
        this.columns = columns;
        this.all = all;
    }

    @Override
    public void open() throws Exception {
        super.open();
        ranges = new TreeMap<>();
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        RowData judged = element.getValue();
        if (Judged.isEvent(judged)) {
            emit(Judged.fate(judged), element.replace(Judged.event(judged, columns)));
        } else if (Judged.isDead(judged)) {
            output.collect(outputs.accounts(), element.replace(GenericRowData.of(Judged.deadLetter(judged), null)));
        } else if (!Judged.isRange(judged)) {
            int rollup = Judged.rollup(judged);
            OutputTag<RowData> tag = outputs.rollups().get(rollup);
            int arity = tag.getTypeInfo().getArity();
            output.collect(tag, element.replace(Judged.rollup(judged, rollup, arity)));
        } else if (!pipeline.isEmpty()) {
            account(Judged.range(judged));
        }
    }

    private void emit(Fate fate, StreamRecord<RowData> event) {
        switch (fate) {
            case ON_TIME -> {
                emitToAll(event);
                output.collect(event);
            }
            case LATE -> {
                emitToAll(event);
                output.collect(outputs.late(), event);
            }
            case DUPLICATE -> output.collect(outputs.duplicate(), event);
            case DEAD -> throw new IllegalStateException("A dead record is no event");
        }
    }

    /** Operators may change the record that they are given, so each output gets its own. */
    private void emitToAll(StreamRecord<RowData> event) {
        if (all) {
            output.collect(outputs.all(), event.copy(event.getValue()));
        }
    }

    private void account(LedgerRange range) {
        LedgerRange before = ranges.putIfAbsent(range.partition(), range);
        if (before == null) {
            return;
        }
        if (before.continuesWith(range)) {
            before.append(range);
        } else {
            write(before);
            ranges.put(range.partition(), range);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        checkpoint = checkpointId;
        writeAll();
    }

    @Override
    public void finish() throws Exception {
        writeAll();
        super.finish();
    }

    private void writeAll() {
        ranges.values().forEach(this::write);
        ranges.clear();
    }

    private void write(LedgerRange range) {
        RowData entry = range.entry(pipeline, stream, checkpoint);
        output.collect(outputs.accounts(), new StreamRecord<>(GenericRowData.of(null, entry)));
    }

    /**
     * Where goes what isn't on time alone.
     *
     * @param all each event once, on time or late, in the order of the log
     * @param accounts rows of a dead letter or of an entry of the ledger, the other being null
     * @param rollups by number, what roll-ups emit
     */
    record Outputs(
            OutputTag<RowData> late,
            OutputTag<RowData> duplicate,
            OutputTag<RowData> all,
            OutputTag<RowData> accounts,
            List<OutputTag<RowData>> rollups)
            implements java.io.Serializable {}
}
