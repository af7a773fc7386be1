package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

/** Jobs that stop with the local servers and go on with them. */
class SuspensionTest extends PipelinesFixture {

    private Map<String, String> suspendAll() throws IOException {
        return pipelines.suspendAll(target.flink(), Progress.SILENT);
    }

    @Test
    void suspendedJobGoesOnFromItsSavepointOnTheNextCluster() throws Exception {
        String id = run().jobId();
        checkpoint(id, 9);

        assertThat(suspendAll()).isEmpty();
        assertThat(state()).isEqualTo(State.SUSPENDED);
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
        assertThat(startPath(last().start())).contains(id + "/savepoint-100");
        assertThat(last().start().owned()).isFalse();
        assertThat(state()).isEqualTo(State.RUNNING);
        assertThat(recover()).isEqualTo(new Recovered.Present("counting"));
        assertThat(cluster.running()).isOne();
        assertThat(home.resolve("jobs/counting")).isDirectoryContaining(path -> path.endsWith(last().id() + ""));
        assertThat(home.resolve("jobs/counting")).isDirectoryNotContaining(path -> path.endsWith(id));
    }

    @Test
    void suspendedJobGoesOnAlsoOnTheClusterThatSawItEnd() throws Exception {
        run();
        suspendAll();

        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);

        assertThat(cluster.running()).isOne();
        assertThat(startPath(last().start())).contains("/savepoint-100");
    }

    @Test
    void crashWhileSuspendingForgetsNoJobHoweverFarItCame() throws Exception {
        String id = run().jobId();
        JobRecord running = journal.find("counting").orElseThrow();

        // The savepoint is still on its way: nothing is started beside the job.
        journal.write(running.with(State.SUSPENDING, null));
        assertThat(recover()).isEqualTo(new Recovered.Present("counting"));
        assertThat(cluster.submitted).hasSize(1);

        // Now it's complete.
        cluster.stopWithSavepoint(JobID.fromHexString(id), running.savepoints(), Duration.ZERO);
        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
        assertThat(startPath(last().start())).contains("/savepoint-100");
        assertThat(cluster.running()).isOne();
    }

    @Test
    void crashWhileResumingMakesOneJob() throws Exception {
        run();
        suspendAll();
        cluster.answersNoSubmission = true;
        assertThat(recover()).isInstanceOf(Recovered.Failed.class);
        cluster.answersNoSubmission = false;

        assertThat(recover()).isEqualTo(new Recovered.Present("counting"));

        assertThat(cluster.submitted).hasSize(2);
        assertThat(cluster.running()).isOne();
    }

    @Test
    void suspendedJobThatCanNotBeResumedYetStaysWanted() throws Exception {
        run();
        suspendAll();
        cluster.isGone = true;

        assertThat(recover()).isInstanceOf(Recovered.Failed.class);
        assertThat(suspendAll()).isEmpty();
        assertThat(state()).isEqualTo(State.SUSPENDED);
    }

    @Test
    void suspendedJobCanBeStoppedForGoodOrChanged() throws Exception {
        run();
        suspendAll();
        project.config("name: counting\ncommit: 2s");

        assertThat(((RunOutcome.Started) run()).startedFrom()).contains("/savepoint-100");
        suspendAll();
        assertThat(pipelines.stop("counting", Progress.SILENT).state()).isEqualTo(State.STOPPED);

        assertThat(recover()).isEqualTo(new Recovered.NotRunning("counting", "stopped"));
        assertThat(cluster.running()).isZero();
    }

    @Test
    void jobThatCanNotBeSuspendedIsToldAndStaysWanted() throws Exception {
        String id = run().jobId();
        String newest = checkpoint(id, 9);
        cluster.refusesSavepoints = true;

        assertThat(suspendAll()).containsExactly(Map.entry("counting", "No savepoint."));
        assertThat(state()).isEqualTo(State.RUNNING);
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
        assertThat(startPath(last().start())).isEqualTo(path(newest));
    }

    @Test
    void suspensionLeavesAloneWhatIsStoppedEndedOrElsewhere() throws Exception {
        String id = run().jobId();

        assertThat(pipelines.suspendAll(URI.create("http://localhost:9"), Progress.SILENT))
                .isEmpty();
        assertThat(state()).isEqualTo(State.RUNNING);
        cluster.jobs.put(JobID.fromHexString(id), ClusterJobState.CANCELED);
        suspendAll();
        assertThat(state()).isEqualTo(State.ENDED);
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.NotRunning.class);
    }
}
