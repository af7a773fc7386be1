package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

class PipelinesTest extends PipelinesFixture {

    @Test
    void firstRunStartsWithoutStateAndTheSameAgainDoesNothing() throws Exception {
        RunOutcome first = run();
        RunOutcome second = run();

        assertThat(first)
                .isEqualTo(new RunOutcome.Started("counting", last().id().toString(), Map.of(), null, null));
        assertThat(second).isEqualTo(new RunOutcome.Unchanged("counting", first.jobId(), Map.of()));
        assertThat(cluster.submitted).hasSize(1);
        assertThat(last().start()).isNull();
        assertThat(state()).isEqualTo(State.RUNNING);
        assertThat(Files.getPosixFilePermissions(home.resolve("jobs/counting.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void mistakesAreFoundBeforeAnythingIsPublishedOrSubmitted() throws Exception {
        project.sql(TestingProject.TABLES + "INSERT INTO counts SELECT k FROM events;");

        assertThatThrownBy(this::run).isInstanceOf(ProjectException.class);

        assertThat(tables.published()).isZero();
        assertThat(cluster.submitted).isEmpty();
        assertThat(journal.all()).isEmpty();
    }

    @Test
    void changedProjectGoesOnFromTheSavepointOfTheOldJob() throws Exception {
        String before = run().jobId();
        project.config("name: counting\ncommit: 2s");

        RunOutcome.Started after = (RunOutcome.Started) run();

        assertThat(after.jobId()).isNotEqualTo(before);
        assertThat(after.startedFrom()).contains("/savepoints/" + before + "/savepoint-100");
        assertThat(last().start().owned()).isFalse();
        assertThat(cluster.jobs.get(JobID.fromHexString(before))).isEqualTo(ClusterJobState.FINISHED);
    }

    @Test
    void recoveryPlansWhatWasSubmittedNotWhatTheFolderSaysNow() throws Exception {
        String id = run().jobId();
        checkpoint(id, 1);
        project.sql("this is not SQL any more");
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
    }

    @Test
    void crashBetweenJournalAndAnswerMakesOneJob() throws Exception {
        cluster.answersNoSubmission = true;
        assertThatThrownBy(this::run).isInstanceOf(ServerUnavailableException.class);
        assertThat(state()).isEqualTo(State.SUBMITTING);
        cluster.answersNoSubmission = false;

        assertThat(recover()).isEqualTo(new Recovered.Present("counting"));

        assertThat(cluster.submitted).hasSize(1);
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void crashWhileStoppingUsesTheSavepointThatWasCompleted() throws Exception {
        String id = run().jobId();
        checkpoint(id, 50);
        journal.write(journal.find("counting").orElseThrow().with(State.STOPPING, null));
        String savepoint = cluster.stopWithSavepoint(
                JobID.fromHexString(id), journal.find("counting").orElseThrow().savepoints(), Duration.ZERO);

        assertThat(recover()).isEqualTo(new Recovered.NotRunning("counting", "stopped"));
        run();

        assertThat(startPath(last().start())).isEqualTo(path(savepoint));
    }

    @Test
    void jobThatEndedByAnotherHandStaysEnded() throws Exception {
        String id = run().jobId();
        cluster.jobs.put(JobID.fromHexString(id), ClusterJobState.CANCELED);

        assertThat(recover()).isInstanceOf(Recovered.NotRunning.class);
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.NotRunning.class);
        assertThat(cluster.submitted).hasSize(1);
    }

    @Test
    void jobThatRestartsOverAndOverIsReplacedFromItsNewestCheckpoint() throws Exception {
        String id = run().jobId();
        String newest = checkpoint(id, 3);
        cluster.jobs.put(JobID.fromHexString(id), ClusterJobState.RESTARTING);
        project.config("name: counting\ncommit: 2s");

        run();

        assertThat(cluster.jobs.get(JobID.fromHexString(id))).isEqualTo(ClusterJobState.CANCELED);
        assertThat(startPath(last().start())).isEqualTo(path(newest));
        assertThat(last().start().owned()).isFalse();
    }

    @Test
    void refusedSavepointLeavesTheJobRunning() throws Exception {
        run();
        cluster.refusesSavepoints = true;

        assertThatThrownBy(() -> pipelines.stop("counting", Progress.SILENT)).isInstanceOf(JobRefusedException.class);

        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void refusedSuccessorKeepsTheStateForTheNextRun() throws Exception {
        run();
        project.config("name: counting\ncommit: 2s");
        cluster.refusesJobs = true;
        assertThatThrownBy(this::run).isInstanceOf(JobRefusedException.class);
        cluster.refusesJobs = false;

        RunOutcome.Started started = (RunOutcome.Started) run();

        assertThat(started.startedFrom()).contains("/savepoint-100");
    }

    @Test
    void stoppedPipelineStaysStoppedUntilItIsRunAgain() throws Exception {
        run();

        assertThat(pipelines.stop("counting", Progress.SILENT).state()).isEqualTo(State.STOPPED);
        cluster.jobs.clear();

        assertThat(recover()).isEqualTo(new Recovered.NotRunning("counting", "stopped"));
        assertThat(((RunOutcome.Started) run()).startedFrom()).contains("/savepoint-100");
        assertThatThrownBy(() -> pipelines.stop("unknown", Progress.SILENT)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void absentClusterIsToldAndNothingIsDecided() throws Exception {
        run();
        cluster.isGone = true;

        assertThat(recover()).isInstanceOf(Recovered.Failed.class);
        assertThatThrownBy(this::run).isInstanceOf(ServerUnavailableException.class);
        assertThat(pipelines.list().get(0).actual()).isNull();
        assertThat(state()).isEqualTo(State.RUNNING);
    }
}
