package dev.weir.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.TestingProject;
import dev.weir.pipeline.TestingSession;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.streams.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinePlannerTest {

    private static final String VIEW = "CREATE VIEW positive AS SELECT k, v, ts FROM events WHERE v > 0;\n";
    private static final String COUNTS = "INSERT INTO counts SELECT k, COUNT(*) FROM positive GROUP BY k;\n";
    private static final String SUMS = "INSERT INTO sums SELECT k, SUM(v) FROM positive GROUP BY k;\n";
    private static final String REPEATS =
            "INSERT INTO repeats SELECT k, seen FROM Seen(input => TABLE positive PARTITION BY k);\n";

    @TempDir
    Path folder;

    private Lineage plan(String inserts, Lineage previous) throws IOException {
        new TestingProject(folder).file("functions/demo/Seen.java", TestingProject.SEEN);
        List<Problem> problems = new ArrayList<>();
        SqlScript script = SqlScript.parse(Path.of("pipeline.sql"), TestingProject.TABLES + VIEW + inserts, problems);
        FunctionFolder functionFolder = new FunctionFolder(folder.resolve("functions"));
        try (PipelineFunctions functions = functionFolder.load(folder.resolve("work"), problems)) {
            PlannedJob job = new PipelinePlanner(
                            new PlanSettings("test", Duration.ofSeconds(1), Latency.COMMIT, 1, "file:///tmp/none"),
                            script,
                            functionFolder,
                            functions,
                            TestingSession::open)
                    .plan(previous, problems)
                    .orElseThrow(() -> new AssertionError(problems.toString()));
            JobGraph graph = job.jobGraph(new JobID());
            assertThat(graph.getNumberOfVertices()).isPositive();
            return job.lineage();
        }
    }

    private static Map<String, String> byName(Lineage lineage) {
        Map<String, String> descriptions = new TreeMap<>();
        lineage.operators().forEach(operator -> descriptions.put(operator.uid(), operator.description()));
        return descriptions;
    }

    @Test
    void operatorsAreNamedBySinkKindAndNumber() throws IOException {
        Lineage lineage = plan(COUNTS + REPEATS, Lineage.NONE);

        assertThat(lineage.sinks()).containsExactly("counts", "repeats");
        assertThat(byName(lineage))
                .containsKeys("counts/group-aggregate/1", "counts/sink/1", "repeats/Seen/1", "repeats/sink/1");
    }

    @Test
    void samePlanHasTheSameNamesHoweverStatementsAreOrdered() throws IOException {
        Map<String, String> names = byName(plan(COUNTS + SUMS + REPEATS, Lineage.NONE));

        assertThat(byName(plan(COUNTS + SUMS + REPEATS, Lineage.NONE))).isEqualTo(names);
        assertThat(byName(plan(REPEATS + SUMS + COUNTS, Lineage.NONE))).isEqualTo(names);
    }

    @Test
    void anotherInsertLeavesTheOthersTheirNamesEvenOfWhatTheyShare() throws IOException {
        Lineage first = plan(SUMS + REPEATS, Lineage.NONE);

        Lineage second = plan(COUNTS + SUMS + REPEATS, first);

        assertThat(second.sinks()).containsExactly("repeats", "sums", "counts");
        assertThat(byName(second)).containsAllEntriesOf(byName(first)).containsKey("counts/group-aggregate/1");
    }

    @Test
    void operatorWhoseStateWasDroppedKeepsItsNewUid() throws IOException {
        Lineage first = plan(COUNTS, Lineage.NONE);
        PlannedOperator aggregate = first.find("counts/group-aggregate/1").orElseThrow();

        Lineage dropped = plan(COUNTS, first.dropping(List.of(aggregate)));
        Lineage later = plan(COUNTS + SUMS, dropped);

        String uid = dropped.find("counts/group-aggregate/1").orElseThrow().uid();
        assertThat(uid).isNotEqualTo(aggregate.uid()).startsWith("counts/group-aggregate/1/");
        assertThat(later.find("counts/group-aggregate/1").orElseThrow().uid()).isEqualTo(uid);
    }
}
