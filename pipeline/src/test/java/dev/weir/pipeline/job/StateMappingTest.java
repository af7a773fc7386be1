package dev.weir.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.job.SavedState.SavedOperator;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.junit.jupiter.api.Test;

class StateMappingTest {

    private static StateMapping mapping(List<String> saved, String... planned) {
        List<SavedOperator> operators = saved.stream()
                .map(uid -> new SavedOperator(new OperatorID(), uid))
                .toList();
        Lineage lineage = new Lineage(
                List.of(),
                Stream.of(planned)
                        .map(uid -> new PlannedOperator(uid, uid, uid))
                        .toList());
        return StateMapping.of(
                new SavedState("file:/state", 1, true, operators), Lineage.NONE, new JobGraph("job"), lineage);
    }

    @Test
    void sinkOfATableThatIsWrittenElsewhereIsLeftWithItsTransactions() {
        List<String> sink = List.of("sink:counts", "Sink Committer: sink:counts");

        StateMapping forked = mapping(sink, "sink:counts>counts_fork1");

        assertThat(forked.left()).isEqualTo(sink);
        assertThat(forked.isComplete()).isTrue();
    }

    @Test
    void sinkOfAForkIsLeftByTheTableItselfAndByAnotherFork() {
        List<String> sink = List.of("sink:counts>counts_fork1", "Sink Committer: sink:counts>counts_fork1");

        assertThat(mapping(sink, "sink:counts").left()).isEqualTo(sink);
        assertThat(mapping(sink, "sink:counts>counts_fork2").left()).isEqualTo(sink);
    }

    @Test
    void nothingElseIsLeft() {
        List<String> others = List.of("sink:gone", "dead:counts", "source:counts", "counts/group-aggregate/1");

        StateMapping forked = mapping(others, "sink:counts>counts_fork1");

        assertThat(forked.left()).isEmpty();
        assertThat(forked.unclaimed()).isEqualTo(others);
        assertThat(forked.isComplete()).isFalse();
    }

    private static Lineage reading(PlannedOperator... rollups) {
        List<PlannedOperator> operators = new ArrayList<>(List.of(rollups));
        operators.add(new PlannedOperator("source:telemetry", "source:telemetry", "read"));
        return new Lineage(List.of(), operators);
    }

    private static StateMapping mapping(Lineage before, Lineage now, String... saved) {
        List<SavedOperator> operators = Stream.of(saved)
                .map(uid -> new SavedOperator(new OperatorID(), uid))
                .toList();
        return StateMapping.of(new SavedState("file:/state", 1, true, operators), before, new JobGraph("job"), now);
    }

    private static final PlannedOperator FEATURES =
            new PlannedOperator("rollup:telemetry/features", "rollup:telemetry/features", "TUMBLE 10 min by sensor");

    @Test
    void aRollupThatIsGoneLeavesTheStateThatItsSourceHasOfIt() {
        StateMapping without = mapping(reading(FEATURES), reading(), "source:telemetry");

        assertThat(without.unclaimed()).contains("rollup:telemetry/features");
    }

    @Test
    void aRollupThatComputesSomethingElseHasChanged() {
        PlannedOperator longer = new PlannedOperator(FEATURES.name(), FEATURES.uid(), "TUMBLE 1 h by sensor");

        assertThat(mapping(reading(FEATURES), reading(longer), "source:telemetry")
                        .changed())
                .containsExactly(longer);
        assertThat(mapping(reading(FEATURES), reading(FEATURES), "source:telemetry")
                        .changed())
                .isEmpty();
    }

    @Test
    void aRollupMayComeToARunningPipeline() {
        StateMapping added = mapping(reading(), reading(FEATURES), "source:telemetry");

        assertThat(added.changed()).isEmpty();
        assertThat(added.unclaimed()).containsExactly("source:telemetry");
    }

    @Test
    void aRollupWhoseSourceHasNoStateHasNone() {
        assertThat(mapping(reading(FEATURES), reading()).unclaimed()).isEmpty();
    }
}
