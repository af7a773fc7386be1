package dev.weir.streams.source;

import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decides the fate of each event of a stream with identity, keyed by it: of events with one id whose times are at most
 * {@code within} apart, the first read lives on and the others are duplicates. An id is forgotten once event time has
 * passed its first event by {@code within}.
 */
final class JudgeRepeats extends KeyedProcessFunction<String, RowData, RowData>
        implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1;

    private final Judgement judgement;
    private final long withinMillis;
    private transient @Nullable FateCounts counts;
    private transient @Nullable ValueState<Long> first;

    JudgeRepeats(Judgement judgement, long withinMillis) {
        this.judgement = judgement;
        this.withinMillis = withinMillis;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = FateCounts.restore(context, getRuntimeContext().getMetricGroup(), judgement.stream());
        first = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("first-event-time", Types.LONG));
    }

    @Override
    public void processElement(RowData arrival, Context context, Collector<RowData> out) throws Exception {
        if (Arrival.isDead(arrival)) {
            counts.dead(judgement.deadReason(arrival));
            context.output(judgement.deadTag(), judgement.deadLetter(arrival));
            return;
        }
        long time = Arrival.time(arrival);
        Long known = first.value();
        if (known != null && Math.abs(time - known) <= withinMillis) {
            counts.duplicate();
            return;
        }
        if (known == null || time > known) {
            first.update(time);
            context.timerService().registerEventTimeTimer(time + withinMillis);
        }
        counts.passed(Judgement.timeliness(arrival, context.timerService().currentWatermark()), context.timestamp());
        out.collect(judgement.event(arrival));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RowData> out) throws Exception {
        Long known = first.value();
        if (known != null && known + withinMillis <= timestamp) {
            first.clear();
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot(context.getCheckpointId());
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        counts.complete(checkpoint);
    }
}
