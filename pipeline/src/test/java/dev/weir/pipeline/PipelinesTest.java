package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.TestingFlinkCluster.Submitted;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.JobRefusedException;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.LostStateException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.StartPoint;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {

    private static final String COUNTS = "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;";

    @TempDir
    Path home;

    private final TestingFlinkCluster cluster = new TestingFlinkCluster();
    private final TestingStreamTables tables = new TestingStreamTables();
    private TestingProject project;
    private Target target;
    private Pipelines pipelines;
    private Journal journal;

    @BeforeEach
    void makeProject() throws IOException {
        project = new TestingProject(home.resolve("project"))
                .config("name: counting")
                .sql(TestingProject.TABLES + COUNTS);
        target = new Target(
                "local",
                "localhost:1",
                URI.create("http://localhost:2"),
                URI.create("http://localhost:3"),
                URI.create(home.resolve("checkpoints").toUri() + "/"));
        pipelines = new Pipelines(home.resolve("jobs"), tables, Lake.NONE, address -> cluster);
        journal = new Journal(home.resolve("jobs"));
    }

    private RunOutcome run() throws Exception {
        return pipelines.run(project.folder(), target, RunOptions.DEFAULT, Progress.SILENT);
    }

    private Recovered recover() throws IOException {
        return pipelines.recover(Progress.SILENT).get(0);
    }

    private String checkpoint(String jobId, long number) throws IOException {
        return TestingState.write(target.checkpoints() + jobId + "/chk-" + number, number);
    }

    private State state() throws IOException {
        return journal.find("counting").orElseThrow().state();
    }

    private Submitted last() {
        return cluster.submitted.get(cluster.submitted.size() - 1);
    }

    private static String path(String uri) {
        return URI.create(uri).getPath();
    }

    private static String startPath(StartPoint start) {
        return path(start.path());
    }

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
    void lostJobIsSubmittedAgainUnderItsIdFromItsNewestCompleteCheckpoint() throws Exception {
        String id = run().jobId();
        checkpoint(id, 9);
        String newest = checkpoint(id, 10);
        Files.createDirectories(Path.of(URI.create(target.checkpoints() + id + "/chk-11")));
        cluster.jobs.clear();

        Recovered recovered = recover();

        assertThat(recovered).isInstanceOf(Recovered.Resubmitted.class);
        assertThat(last().id()).hasToString(id);
        assertThat(startPath(last().start())).isEqualTo(path(newest));
        assertThat(last().start().owned()).isTrue();
        assertThat(recover()).isEqualTo(new Recovered.Present("counting"));
    }

    @Test
    void lostJobWithoutCheckpointsStartsFromWhatItWasStartedFrom() throws Exception {
        run();
        project.config("name: counting\ncommit: 2s");
        String savepoint = ((RunOutcome.Started) run()).startedFrom();
        cluster.jobs.clear();

        recover();

        assertThat(startPath(last().start())).isEqualTo(path(savepoint));
        assertThat(last().start().owned()).isFalse();
    }

    @Test
    void lostJobThatNeverCompletedACheckpointStartsAnew() throws Exception {
        run();
        cluster.jobs.clear();

        assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
        assertThat(last().start()).isNull();
    }

    @Test
    void lostStateIsNeverReplacedByNothing() throws Exception {
        run();
        project.config("name: counting\ncommit: 2s");
        String savepoint = ((RunOutcome.Started) run()).startedFrom();
        Files.delete(Path.of(path(savepoint)).resolve("_metadata"));
        cluster.jobs.clear();

        assertThat(recover())
                .isInstanceOfSatisfying(
                        Recovered.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("can't be read", "would write results a second time"));
        assertThat(cluster.submitted).hasSize(2);
        assertThat(journal.find("counting").orElseThrow().note()).contains("was not brought back", "weir run");
        assertThat(recover()).isInstanceOf(Recovered.NotRunning.class);
    }

    @Test
    void newestCheckpointThatCannotBeReadIsNeverReplacedByAnOlderOne() throws Exception {
        String id = run().jobId();
        checkpoint(id, 1);
        Files.writeString(Path.of(path(checkpoint(id, 2))).resolve("_metadata"), "not what Flink wrote");
        cluster.jobs.clear();

        assertThat(recover())
                .isInstanceOfSatisfying(
                        Recovered.Failed.class,
                        failed -> assertThat(failed.why()).contains("newest state", "can't be read", "weir run"));
        assertThat(cluster.submitted).hasSize(1);
        assertThat(state()).isEqualTo(State.STOPPED);
    }

    /** What the supervisor does every second. */
    private void seeCheckpoints() throws IOException {
        journal.see(journal.find("counting").orElseThrow());
    }

    private void vanish(String state) throws IOException {
        Files.delete(Path.of(path(state)).resolve("_metadata"));
    }

    private void assertNothingIsStartedSince(int submissions) throws IOException {
        cluster.jobs.clear();

        assertThat(recover())
                .isInstanceOfSatisfying(
                        Recovered.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("newest state", "is gone", "a second time", "weir run"));
        assertThat(cluster.submitted).hasSize(submissions);
        assertThat(state()).isEqualTo(State.STOPPED);
        assertThatThrownBy(this::run).isInstanceOf(LostStateException.class);
        assertThat(cluster.submitted).hasSize(submissions);
    }

    @Test
    void newestCheckpointThatVanishedIsNeverReplacedByAnOlderOne() throws Exception {
        String id = run().jobId();
        checkpoint(id, 1);
        String newest = checkpoint(id, 2);
        seeCheckpoints();
        vanish(newest);

        assertNothingIsStartedSince(1);
    }

    @Test
    void checkpointThatVanishedBeforeAnybodySawItIsMissedSinceTheClusterKeepsTwo() throws Exception {
        String id = run().jobId();
        String first = checkpoint(id, 1);
        checkpoint(id, 2);
        seeCheckpoints();
        String newest = checkpoint(id, 3);
        vanish(first);
        vanish(newest);

        assertNothingIsStartedSince(1);
    }

    @Test
    void whenAllCheckpointsVanishedTheJobDoesNotBeginAnew() throws Exception {
        String only = checkpoint(run().jobId(), 1);
        seeCheckpoints();
        vanish(only);

        assertNothingIsStartedSince(1);
    }

    @Test
    void checkpointsThatAreAllThereBringTheJobBackTimeAndAgain() throws Exception {
        String id = run().jobId();
        for (long number = 1; number < 5; number++) {
            checkpoint(id, number);
            seeCheckpoints();
            cluster.jobs.clear();

            assertThat(recover()).isInstanceOf(Recovered.Resubmitted.class);
            assertThat(path(last().start().path())).endsWith("/chk-" + number);
        }
    }

    @Test
    void savepointOfAStoppedPipelineThatVanishedIsNeverReplaced() throws Exception {
        String id = run().jobId();
        pipelines.stop("counting", Progress.SILENT);
        String savepoint = journal.find("counting").orElseThrow().savedAs();
        assertThat(savepoint).contains(id);
        vanish(savepoint);

        assertThatThrownBy(this::run).isInstanceOf(LostStateException.class).hasMessageContaining(savepoint);

        assertThat(cluster.submitted).hasSize(1);
    }

    private RunOutcome.Started runFrom(String state) throws Exception {
        return (RunOutcome.Started)
                pipelines.run(project.folder(), target, new RunOptions(false, state, Outputs.REPEAT), Progress.SILENT);
    }

    @Test
    void olderStateIsRestoredWhenAPersonChoosesIt() throws Exception {
        String id = run().jobId();
        String older = checkpoint(id, 1);
        checkpoint(id, 2);

        RunOutcome.Started started = runFrom(older);

        assertThat(path(started.startedFrom())).isEqualTo(path(older));
        assertThat(startPath(last().start())).isEqualTo(path(older));
        assertThat(last().start().owned()).isFalse();
        assertThat(cluster.running()).isOne();
    }

    @Test
    void olderStateIsTheWayOnWhenTheNewestIsLost() throws Exception {
        String id = run().jobId();
        String older = checkpoint(id, 1);
        String newest = checkpoint(id, 2);
        seeCheckpoints();
        vanish(newest);
        assertNothingIsStartedSince(1);

        assertThat(path(runFrom(older).startedFrom())).isEqualTo(path(older));
        assertThat(cluster.running()).isOne();
    }

    @Test
    void chosenStateThatIsNotThereIsToldAndTheJobRunsOn() throws Exception {
        run();

        assertThatThrownBy(() -> runFrom(target.checkpoints() + "nothing"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("_metadata");

        assertThat(cluster.submitted).hasSize(1);
        assertThat(cluster.running()).isOne();
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
