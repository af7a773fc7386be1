package dev.weir.pipeline.job;

import dev.weir.pipeline.job.SavedState.SavedOperator;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedOperator;
import dev.weir.streams.sink.SinkUid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * What becomes of saved state under a new plan.
 *
 * @param unclaimed uids of operators with state that the new plan lacks
 * @param left uids of sinks of tables that the new plan writes to other streams: their transactions aren't the new job's
 * @param changed operators with state that do something else in the new plan: Flink would give them state that isn't
 *     theirs, or fail when it reads it
 */
public record StateMapping(List<String> unclaimed, List<String> left, List<PlannedOperator> changed) {

    public StateMapping {
        unclaimed = List.copyOf(unclaimed);
        left = List.copyOf(left);
        changed = List.copyOf(changed);
    }

    /**
     * Compares without asking a cluster.
     *
     * @param previous the names in the job that the state comes from
     * @param graph the new job
     * @param planned the names in the new job
     */
    public static StateMapping of(SavedState state, Lineage previous, JobGraph graph, Lineage planned) {
        Set<OperatorID> present = new HashSet<>();
        for (JobVertex vertex : graph.getVertices()) {
            vertex.getOperatorIDs().forEach(pair -> {
                present.add(pair.getGeneratedOperatorID());
                pair.getUserDefinedOperatorID().ifPresent(present::add);
            });
        }
        Set<String> tables = tables(planned);
        List<String> unclaimed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Set<String> stateful = new HashSet<>();
        for (SavedOperator operator : state.operators()) {
            String name = operator.uid() == null ? operator.id().toString() : operator.uid();
            stateful.add(name);
            if (!present.contains(operator.id())) {
                boolean isElsewhere = SinkUid.parse(name)
                        .map(SinkUid::table)
                        .filter(tables::contains)
                        .isPresent();
                (isElsewhere ? left : unclaimed).add(name);
            }
        }
        // Roll-ups have their state in that of their source.
        previous.rollups().forEach(rollup -> {
            if (stateful.contains(uid(previous, Lineage.sourceOf(rollup)))) {
                stateful.add(rollup.uid());
                if (planned.find(rollup.name()).isEmpty()) {
                    unclaimed.add(rollup.name());
                }
            }
        });
        List<PlannedOperator> changed = planned.operators().stream()
                .filter(now -> stateful.contains(now.uid()))
                .filter(now -> previous.find(now.name())
                        .filter(before -> before.uid().equals(now.uid()) && !isSame(before, now))
                        .isPresent())
                .toList();
        return new StateMapping(unclaimed, left, changed);
    }

    private static String uid(Lineage lineage, String name) {
        return lineage.find(name).map(PlannedOperator::uid).orElse(name);
    }

    private static Set<String> tables(Lineage planned) {
        return planned.operators().stream()
                .flatMap(operator -> SinkUid.parse(operator.name()).stream())
                .map(SinkUid::table)
                .collect(Collectors.toSet());
    }

    /** True if no state is lost but that of sinks which the job doesn't have any more. */
    public boolean isComplete() {
        return unclaimed.isEmpty() && changed.isEmpty();
    }

    /** Sources and sinks keep positions and transactions, whatever columns pass through them. */
    private static boolean isSame(PlannedOperator before, PlannedOperator now) {
        return before.description().equals(now.description())
                || now.description().startsWith("TableSourceScan(")
                || now.description().startsWith("Sink(");
    }
}
