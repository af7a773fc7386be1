package dev.weir.streams.source;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * One subtask's count of each fate, as metrics and as state: after a restore they continue with the checkpoint's values,
 * so that {@code read = on_time + late + duplicate + dead} holds for what the results contain.
 */
final class FateCounts {

    private static final ListStateDescriptor<long[]> STATE =
            new ListStateDescriptor<>("fate-counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);

    private final Counter read;
    private final Counter[] fates;
    private final ListState<long[]> state;

    private FateCounts(Counter read, Counter[] fates, ListState<long[]> state) {
        this.read = read;
        this.fates = fates;
        this.state = state;
    }

    static FateCounts restore(FunctionInitializationContext context, MetricGroup metrics, String stream)
            throws Exception {
        MetricGroup group = metrics.addGroup("weir").addGroup("stream", stream);
        Counter[] fates = new Counter[Fate.values().length];
        for (Fate fate : Fate.values()) {
            fates[fate.ordinal()] = group.counter(fate.metric());
        }
        Counter read = group.counter("read");
        ListState<long[]> state = context.getOperatorStateStore().getListState(STATE);
        for (long[] counts : state.get()) {
            for (int i = 0; i < fates.length; i++) {
                fates[i].inc(counts[i]);
                read.inc(counts[i]);
            }
        }
        return new FateCounts(read, fates, state);
    }

    void add(Fate fate) {
        read.inc();
        fates[fate.ordinal()].inc();
    }

    void snapshot() throws Exception {
        long[] counts = new long[fates.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = fates[i].getCount();
        }
        state.update(List.of(counts));
    }
}
