package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.RunOptions.Outputs;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which streams a job writes, through all that becomes of it. */
class ForkTest {

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
                .sql(TestingProject.TABLES + "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;");
        target = new Target(
                "local",
                "localhost:1",
                URI.create("http://localhost:2"),
                URI.create("http://localhost:3"),
                URI.create(home.resolve("checkpoints").toUri() + "/"));
        pipelines = new Pipelines(home.resolve("jobs"), tables, Lake.NONE, address -> cluster);
        journal = new Journal(home.resolve("jobs"));
    }

    private RunOutcome run(@Nullable String from, @Nullable Outputs outputs) throws Exception {
        return pipelines.run(project.folder(), target, new RunOptions(false, from, outputs), Progress.SILENT);
    }

    private RunOutcome run() throws Exception {
        return run(null, null);
    }

    private String checkpoint(RunOutcome job, long number) throws IOException {
        return TestingState.write(target.checkpoints() + job.jobId() + "/chk-" + number, number);
    }

    private JobRecord record() throws IOException {
        return journal.find("counting").orElseThrow();
    }

    /** Of the job that runs now, by what it was planned with and by what the journal says. */
    private void assertFork(int number) throws IOException {
        assertThat(record().fork()).isEqualTo(number);
        assertThat(tables.opened.get(tables.opened.size() - 1)).isEqualTo(new Fork(number));
        assertThat(cluster.running()).isOne();
    }

    @Test
    void forkGoesOnFromTheChosenStateAndTellsTheWayBack() throws Exception {
        String older = checkpoint(run(), 1);

        RunOutcome.Started forked = (RunOutcome.Started) run(older, Outputs.FORK);

        assertFork(1);
        assertThat(URI.create(String.valueOf(forked.startedFrom())))
                .hasPath(URI.create(older).getPath());
        assertThat(forked.left()).contains("/savepoint-100");
    }

    @Test
    void recoveryAndSuspensionAndChangesKeepToTheFork() throws Exception {
        run(checkpoint(run(), 1), Outputs.FORK);

        cluster.jobs.clear();
        pipelines.recover(Progress.SILENT);
        assertFork(1);

        pipelines.suspendAll(target.flink(), Progress.SILENT);
        cluster.jobs.clear();
        pipelines.recover(Progress.SILENT);
        assertFork(1);

        assertThat(run()).isInstanceOf(RunOutcome.Unchanged.class);
        project.config("name: counting\ncommit: 2s");
        run();
        assertFork(1);

        pipelines.stop("counting", Progress.SILENT);
        run();
        assertFork(1);
    }

    @Test
    void repeatEndsTheForkAndTheNextForkIsAnother() throws Exception {
        RunOutcome.Started forked = (RunOutcome.Started) run(checkpoint(run(), 1), Outputs.FORK);

        run(forked.left(), Outputs.REPEAT);
        assertFork(0);

        run(forked.left(), Outputs.FORK);
        assertFork(2);
    }

    @Test
    void journalFromBeforeForksIsReadAsNone() throws Exception {
        run();
        Path file = home.resolve("jobs/counting.json");
        String json = Files.readString(file);
        Files.writeString(file, json.replaceFirst("\"fork\" : 0,\\s*", ""));

        assertThat(record().fork()).isZero();
    }
}
