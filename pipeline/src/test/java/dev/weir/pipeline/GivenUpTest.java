package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pipelines that never go on, and what may be cleared away behind them. */
class GivenUpTest extends PipelinesFixture {

    private final List<String> cleared = new ArrayList<>();

    private void clear(String pipeline) throws Exception {
        pipelines.whenGone(pipeline, target, () -> cleared.add(pipeline));
    }

    @Test
    void givenUpPipelineEndsAndNothingBringsItBack() throws Exception {
        checkpoint(run().jobId(), 9);

        assertThat(pipelines.giveUp("counting", Progress.SILENT).state()).isEqualTo(State.GIVEN_UP);

        assertThat(cluster.jobs.values()).containsExactly(ClusterJobState.CANCELED);
        assertThat(recover()).isEqualTo(new Recovered.NotRunning("counting", "given up"));
        assertThatThrownBy(this::run)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was given up and doesn't go on");
        assertThat(cluster.running()).isZero();
    }

    @Test
    void givenUpPipelineGoesOnFromAStateThatAPersonChooses() throws Exception {
        String state = checkpoint(run().jobId(), 9);
        pipelines.giveUp("counting", Progress.SILENT);

        pipelines.run(project.folder(), target, new RunOptions(false, state, Outputs.REPEAT), Progress.SILENT);

        assertThat(startPath(last().start())).isEqualTo(path(state));
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void withoutTheClusterNothingIsGivenUp() throws Exception {
        run();
        cluster.isGone = true;

        assertThatThrownBy(() -> pipelines.giveUp("counting", Progress.SILENT))
                .isInstanceOf(ServerUnavailableException.class);
        assertThatThrownBy(() -> pipelines.giveUp("other", Progress.SILENT)).isInstanceOf(NotFoundException.class);

        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void nothingIsClearedBehindAPipelineThatRunsOrCanGoOn() throws Exception {
        run();

        assertThatThrownBy(() -> clear("counting"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("weir run " + project.folder())
                .hasMessageContaining("weir stop --give-up counting");
        cluster.jobs.clear(); // Its cluster has lost it: the next recovery brings it back.
        assertThatThrownBy(() -> clear("counting")).isInstanceOf(ConflictException.class);
        pipelines.stop("counting", Progress.SILENT);
        assertThatThrownBy(() -> clear("counting")).isInstanceOf(ConflictException.class);

        assertThat(cleared).isEmpty();
    }

    @Test
    void whatIsGivenUpOrUnknownIsClearedIfItsClusterHasNoSuchJob() throws Exception {
        run();
        pipelines.giveUp("counting", Progress.SILENT);
        cluster.others.add("somebody");

        clear("counting");
        clear("nobody");
        assertThatThrownBy(() -> clear("somebody"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("has a job of that name");
        cluster.isGone = true;
        assertThatThrownBy(() -> clear("counting")).isInstanceOf(ServerUnavailableException.class);

        assertThat(cleared).containsExactly("counting", "nobody");
    }
}
