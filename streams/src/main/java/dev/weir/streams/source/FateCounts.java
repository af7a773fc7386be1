package dev.weir.streams.source;

import dev.weir.streams.StreamMetrics;
import dev.weir.streams.fate.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * One subtask's count of each fate, as metrics and as state: after a restore they continue with the checkpoint's values,
 * so that {@code read = on_time + late + duplicate + dead} holds for what the results contain. Beside them, what begins
 * anew with each start: rates and latencies.
 */
final class FateCounts {

    private static final ListStateDescriptor<long[]> STATE =
            new ListStateDescriptor<>("fate-counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    private static final ListStateDescriptor<Tuple2<String, Long>> REASONS =
            new ListStateDescriptor<>("dead-reasons", Types.TUPLE(Types.STRING, Types.LONG));

    private final MetricGroup group;
    private final Counter read;
    private final Meter rate;
    private final Latencies latencies;
    private final Counter[] fates = new Counter[Fate.values().length];
    private final Map<String, Counter> reasons = new HashMap<>();
    private final ListState<long[]> state;
    private final ListState<Tuple2<String, Long>> reasonState;

    private FateCounts(MetricGroup group, ListState<long[]> state, ListState<Tuple2<String, Long>> reasonState) {
        this.group = group;
        this.state = state;
        this.reasonState = reasonState;
        for (Fate fate : Fate.values()) {
            fates[fate.ordinal()] = group.counter(fate.metric());
        }
        read = group.counter(StreamMetrics.READ);
        // Of its own counter: what a restore adds to the other has not been read now.
        rate = group.meter(StreamMetrics.READ_RATE, new MeterView(StreamMetrics.RATE_SECONDS));
        latencies = new Latencies(group, System::currentTimeMillis);
    }

    static FateCounts restore(FunctionInitializationContext context, MetricGroup metrics, String stream)
            throws Exception {
        FateCounts counts = new FateCounts(
                StreamMetrics.of(metrics, stream),
                context.getOperatorStateStore().getListState(STATE),
                context.getOperatorStateStore().getListState(REASONS));
        counts.restore();
        return counts;
    }

    private void restore() throws Exception {
        for (long[] counts : state.get()) {
            for (int i = 0; i < fates.length; i++) {
                fates[i].inc(counts[i]);
                read.inc(counts[i]);
            }
        }
        for (Tuple2<String, Long> dead : reasonState.get()) {
            reason(dead.f0).inc(dead.f1);
        }
    }

    /**
     * Counts an event that goes on.
     *
     * @param appendTime when it was appended to the log, in milliseconds since 1970-01-01T00:00:00Z
     */
    void passed(Fate fate, @Nullable Long appendTime) {
        add(fate);
        latencies.add(appendTime);
    }

    void duplicate() {
        add(Fate.DUPLICATE);
    }

    /** @param reason a {@code RejectCode} */
    void dead(String reason) {
        add(Fate.DEAD);
        reason(reason).inc();
    }

    private void add(Fate fate) {
        read.inc();
        rate.markEvent();
        fates[fate.ordinal()].inc();
    }

    private Counter reason(String reason) {
        return reasons.computeIfAbsent(
                reason, code -> group.addGroup(StreamMetrics.DEAD_REASON, code).counter(StreamMetrics.EVENTS));
    }

    void snapshot(long checkpoint) throws Exception {
        long[] counts = new long[fates.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = fates[i].getCount();
        }
        state.update(List.of(counts));
        List<Tuple2<String, Long>> dead = new ArrayList<>();
        reasons.forEach((reason, counter) -> dead.add(Tuple2.of(reason, counter.getCount())));
        reasonState.update(dead);
        latencies.snapshot(checkpoint);
    }

    void complete(long checkpoint) {
        latencies.complete(checkpoint);
    }
}
