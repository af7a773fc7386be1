package dev.weir.pipeline;

import dev.weir.pipeline.TestingFlinkCluster.Submitted;
import dev.weir.pipeline.job.JobRecord.State;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.StartPoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project, a cluster that plays its part, and what tests ask of both. */
abstract class PipelinesFixture {

    static final String COUNTS = "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;";

    @TempDir
    Path home;

    final TestingFlinkCluster cluster = new TestingFlinkCluster();
    final TestingStreamTables tables = new TestingStreamTables();
    TestingProject project;
    Target target;
    Pipelines pipelines;
    Journal journal;

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

    RunOutcome run() throws Exception {
        return pipelines.run(project.folder(), target, RunOptions.DEFAULT, Progress.SILENT);
    }

    Recovered recover() throws IOException {
        return pipelines.recover(Progress.SILENT).get(0);
    }

    String checkpoint(String jobId, long number) throws IOException {
        return TestingState.write(target.checkpoints() + jobId + "/chk-" + number, number);
    }

    State state() throws IOException {
        return journal.find("counting").orElseThrow().state();
    }

    Submitted last() {
        return cluster.submitted.get(cluster.submitted.size() - 1);
    }

    static String path(String uri) {
        return URI.create(uri).getPath();
    }

    static String startPath(StartPoint start) {
        return path(start.path());
    }
}
