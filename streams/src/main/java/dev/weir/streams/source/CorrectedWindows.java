package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.WindowCell;
import dev.weir.streams.rollup.WindowRows;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/**
 * Keeps the windows of a roll-up for as long as late events correct them, and gives each row of each: in Flink's keyed state, so on
 * disk, and of a checkpoint's size only what changed.
 *
 * <p>A key is a group in a stretch of time, all of which is forgotten at once when none of its windows can be corrected any more.
 */
final class CorrectedWindows extends KeyedProcessFunction<String, RowData, RowData> {

    private static final long serialVersionUID = 1;

    /** So many stretches are in the time in which a window is corrected. */
    private static final int STRETCHES = 4;

    private final PortableContract contract;
    private final RollupSpec rollup;
    private transient WindowRows rows;
    /** By their ends. */
    private transient MapState<Long, byte[]> kept;

    @SuppressWarnings("NullAway") // Flink's functions get their fields in open().
    CorrectedWindows(StreamContract contract, RollupSpec rollup) {
        this.contract = new PortableContract(contract);
        this.rollup = rollup;
    }

    /**
     * The rows of a roll-up's windows.
     *
     * @param cells what leaves the source
     * @param type of the rows
     */
    static DataStream<RowData> of(
            DataStream<RowData> cells, RollupSpec rollup, StreamContract contract, TypeInformation<RowData> type) {
        long correct = rollup.correctMillis();
        SingleOutputStreamOperator<RowData> windows = cells.keyBy(cell -> key(cell, correct), Types.STRING)
                .process(new CorrectedWindows(contract, rollup), type)
                .name(contract.name() + ": correct " + rollup.name())
                .uid("windows:" + contract.name() + "/" + rollup.name());
        // What its state means: whoever goes on from it compares that.
        windows.getTransformation()
                .setDescription(
                        "Corrects " + Integer.toHexString(rollup.toString().hashCode()));
        return windows;
    }

    /** The partition is part of it: a group whose records somebody misplaced has a window in each. */
    static String key(RowData cell, long correctMillis) {
        WindowCell of = WindowCell.of(cell);
        return of.partition() + " " + stretch(of.end(), correctMillis) + " "
                + new String(of.group(), StandardCharsets.ISO_8859_1);
    }

    private static long stretch(long end, long correctMillis) {
        return Math.floorDiv(end, stretchMillis(correctMillis));
    }

    private static long stretchMillis(long correctMillis) {
        return Math.max(1, correctMillis / STRETCHES);
    }

    @Override
    public void open(OpenContext context) {
        rows = new WindowRows(rollup, contract.contract().schema().fields());
        kept = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "windows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(RowData row, Context context, Collector<RowData> out) throws Exception {
        WindowCell cell = WindowCell.of(row);
        byte[] next = rows.next(cell.corrects() ? kept.get(cell.end()) : null, cell.cell());
        kept.put(cell.end(), next);
        context.timerService().registerEventTimeTimer(over(cell.end()));
        out.collect(rows.row(cell.group(), cell.end(), next));
    }

    /** When no window of its stretch is corrected any more: behind the last end in it. */
    private long over(long end) {
        long correct = rollup.correctMillis();
        return (stretch(end, correct) + 1) * stretchMillis(correct) + correct;
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RowData> out) {
        kept.clear();
    }
}
