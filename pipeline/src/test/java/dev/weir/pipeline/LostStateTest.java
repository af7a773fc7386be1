package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.LostStateException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A lost job goes on from its newest state or, if that is lost as well, not by itself. */
class LostStateTest extends PipelinesFixture {

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

    @Test
    void checkpointThatTheClusterToldOfIsMissedWhenItIsGone() throws Exception {
        String id = run().jobId();
        checkpoint(id, 1);
        journal.see(journal.find("counting").orElseThrow(), 2);

        assertNothingIsStartedSince(1);
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
}
