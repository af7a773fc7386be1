package dev.weir.functions.asof;

import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.jspecify.annotations.Nullable;

/**
 * {@code AS_OF(windows => …, log => …, …)}: each window with what the log of its machine (of whatever both are partitioned by) said
 * of the window's end: the newest entry of each group strictly before it, how many there were in some time before it, and when that
 * became known. What it gives, and when it gives a window again, docs/functions.md says.
 *
 * <p>It never waits: a window is given when it comes, with the log as far as that has come, and again when an entry comes that it is
 * computed from. So no watermark is needed, and a silent log holds nothing back. The last revision of each window is the same in
 * whatever order windows and log come.
 */
public class AsOf extends ProcessTableFunction<RowData> implements SpecializedFunction {

    private final @Nullable AsOfCall call;
    private transient @Nullable AsOfWriter writer;

    public AsOf() {
        this(null);
    }

    /** @param call null if it isn't known yet where the function is called */
    AsOf(@Nullable AsOfCall call) {
        this.call = call;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory types) {
        return AsOfSignature.inference(call);
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new AsOf(AsOfCall.of(context.getCallContext()));
    }

    @Override
    public void open(FunctionContext context) {
        if (call == null) {
            throw new IllegalStateException("AS_OF runs as it was specialised for its call");
        }
        writer = new AsOfWriter(call, this::collect);
    }

    /** Flink calls it with one row, of windows or of the log, and the state of its partition. */
    public void eval(
            NewestEnd newest,
            MapView<String, RowData> kept,
            MapView<Long, RowData> days,
            MapView<String, Long> ids,
            MapView<String, RowData> entries,
            MapView<String, RowData> places,
            @Nullable RowData windows,
            @Nullable RowData log)
            throws Exception {
        AsOfWriter opened = writer;
        if (opened == null) {
            throw new IllegalStateException("AS_OF isn't open");
        }
        KeptWindows keptWindows = new KeptWindows(newest, kept, days, ids);
        KeptLog keptLog = new KeptLog(entries, places);
        if (windows != null) {
            opened.window(windows, keptWindows, keptLog);
        } else if (log != null) {
            opened.change(log, keptWindows, keptLog);
        }
    }
}
