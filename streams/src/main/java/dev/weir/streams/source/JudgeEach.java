package dev.weir.streams.source;

import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Decides the fate of each event of a stream that can't tell repeats. */
final class JudgeEach extends ProcessFunction<RowData, RowData> implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1;

    private final Judgement judgement;
    private transient @Nullable FateCounts counts;

    JudgeEach(Judgement judgement) {
        this.judgement = judgement;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = FateCounts.restore(context, getRuntimeContext().getMetricGroup(), judgement.stream());
    }

    @Override
    public void processElement(RowData arrival, Context context, Collector<RowData> out) {
        OutputTag<RowData> dead = judgement.deadTag();
        if (Arrival.isDead(arrival)) {
            counts.dead(judgement.deadReason(arrival));
            context.output(dead, judgement.deadLetter(arrival));
            return;
        }
        counts.passed(Judgement.timeliness(arrival, context.timerService().currentWatermark()), context.timestamp());
        out.collect(judgement.event(arrival));
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
