package dev.weir.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.rollup.TestingSurroundings;
import dev.weir.pipeline.rollup.WindowView;
import dev.weir.pipeline.rollup.WindowView.RolledUp;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.streams.Latency;
import dev.weir.streams.catalog.InMemoryStreamStore;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.memory.MemoryLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowViewsTest {

    private static final String TUMBLE = " FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '10' MINUTE))";
    private static final String HOP =
            " FROM TABLE(HOP(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE))";
    private static final String GROUP = " GROUP BY window_start, window_end, sensor";
    private static final String COUNTS =
            "CREATE VIEW counts AS SELECT sensor, window_start, window_end, COUNT(*) AS n" + TUMBLE + GROUP + ";\n";

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private List<WindowView> views = List.of();
    private List<String> operators = List.of();

    private void plan(String sql) throws IOException {
        plan(sql, new PlanSettings("test", Duration.ofSeconds(1), Latency.COMMIT, 1, null));
    }

    private void plan(String sql, PlanSettings settings) throws IOException {
        SqlScript script = SqlScript.parse(Path.of("pipeline.sql"), sql, problems);
        FunctionFolder functionFolder = new FunctionFolder(folder.resolve("functions"));
        InMemoryStreamStore contracts = new InMemoryStreamStore(TestingSurroundings.streams());
        try (MemoryLog log = new MemoryLog();
                PipelineFunctions functions = functionFolder.load(folder.resolve("work"), problems)) {
            PipelinePlanner planner = new PipelinePlanner(
                    settings,
                    script,
                    functionFolder,
                    functions,
                    environment -> new StreamTableSession(StreamSession.open(environment, log, contracts)));
            operators = planner.plan(Lineage.NONE, problems)
                    .map(job -> job.lineage().operators().stream()
                            .map(operator -> operator.name() + " " + operator.description())
                            .toList())
                    .orElse(List.of());
            views = planner.windowViews();
        }
    }

    private Stream<String> operatorsOf(String kind) {
        return operators.stream().filter(operator -> operator.contains(kind));
    }

    private static String into(String columns, String query) {
        return "CREATE TABLE output (" + columns + ") DISTRIBUTED BY HASH(sensor);\nINSERT INTO output " + query
                + ";\n";
    }

    private static final String COUNTS_COLUMNS =
            "sensor STRING NOT NULL, window_start TIMESTAMP(3), window_end TIMESTAMP(3), n BIGINT";

    @Test
    void aViewIsComputedWhereItsStreamIsRead() throws IOException {
        plan(COUNTS + into(COUNTS_COLUMNS, "SELECT * FROM counts"));

        assertThat(problems).isEmpty();
        assertThat(views).extracting(WindowView::name).containsExactly("counts");
        assertThat(views)
                .extracting(WindowView::how)
                .containsExactly("rolled up where telemetry is read (TUMBLE 10 min by sensor, 1 aggregate)");
        assertThat(operators.toString()).doesNotContain("WindowAggregate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sensor, window_start, window_end, COUNT(*) AS n, COUNT(v), SUM(n), SUM(v), AVG(n), AVG(v)",
                "sensor, window_time, MIN(v), MAX(n), MIN(sent), MAX(machine), FIRST_VALUE(v), LAST_VALUE(machine)",
                "STDDEV_POP(v), STDDEV_SAMP(v), STDDEV(v), VAR_POP(v), VAR_SAMP(v), VARIANCE(v)",
                "SQRT(AVG(v * v)) AS rms, CAST(COUNT(*) AS INT) + 1, CASE WHEN MAX(v) > 1 THEN 'a' ELSE sensor END",
                "UPPER(sensor), COUNT(*) FILTER (WHERE v > 1.5 OR ok), (MAX(v) - MIN(v)) / COUNT(*), CURRENT_DATE AS today",
                "SUM(n * n), SUM(n * 2), SUM(v * 1.5), SUM(-n), AVG(n / 2), SUM(v + n), COUNT(1), MAX(ok), SUM(CAST(f AS DOUBLE))",
                "SUM(n + 3000000000), MIN(f), window_start, window_start AS again, TIMESTAMPDIFF(SECOND, window_start, window_end)"
            })
    void aRolledUpViewHasTheColumnsOfThePlainOne(String items) throws IOException {
        for (String from : List.of(TUMBLE, HOP)) {
            plan("CREATE VIEW w AS SELECT " + items + from + GROUP + ", window_time;\n");

            assertThat(problems).isEmpty();
            assertThat(views)
                    .hasSize(1)
                    .allSatisfy(view -> assertThat(view).describedAs(view.how()).isInstanceOf(RolledUp.class));
        }
    }

    @Test
    void whyAViewIsntRolledUpIsSaidWithItsPlaceInTheFile() throws IOException {
        plan("-- a comment\n" + COUNTS + "  CREATE VIEW distinct_ones AS\n  SELECT COUNT(DISTINCT v)" + TUMBLE + GROUP
                + ";");

        assertThat(problems).isEmpty();
        assertThat(views.stream().map(WindowView::how).collect(Collectors.toList()))
                .containsExactly(
                        "rolled up where telemetry is read (TUMBLE 10 min by sensor, 1 aggregate)",
                        "runs as plain SQL: COUNT(DISTINCT …) isn't rolled up (pipeline.sql:4:10)");
    }

    @Test
    void aPipelineMaySetRollUpsOff() throws IOException {
        plan("SET 'weir.rollup' = 'off';\n" + COUNTS + into(COUNTS_COLUMNS, "SELECT * FROM counts"));

        assertThat(problems).isEmpty();
        assertThat(views)
                .extracting(WindowView::how)
                .containsExactly("runs as plain SQL: SET 'weir.rollup' = 'off' (pipeline.sql:2:1)");
        assertThat(operators.toString()).contains("GlobalWindowAggregate");
    }

    @Test
    void settingsMayHaveThemOff() throws IOException {
        plan(
                COUNTS + into(COUNTS_COLUMNS, "SELECT * FROM counts"),
                new PlanSettings("test", Duration.ofSeconds(1), Latency.COMMIT, 1, null).withoutRollUps());

        assertThat(problems).isEmpty();
        assertThat(views).isEmpty();
        assertThat(operators.toString()).contains("GlobalWindowAggregate");
    }

    @Test
    void otherTimeZonesAreNotRolledUp() throws IOException {
        plan("SET 'table.local-time-zone' = 'Europe/Berlin';\n" + COUNTS);

        assertThat(views)
                .extracting(WindowView::how)
                .containsExactly(
                        "runs as plain SQL: SET 'table.local-time-zone' = 'Europe/Berlin': windows are rolled up"
                                + " in UTC (pipeline.sql:2:1)");
    }

    @Test
    void revisionsAreATableOfTheirOwn() throws IOException {
        plan(COUNTS + into(COUNTS_COLUMNS + ", revision BIGINT", "SELECT * FROM counts$all"));

        assertThat(problems).isEmpty();
        assertThat(operators.toString()).contains("$revision");
    }

    @Test
    void whoReadsRevisionsOfAPlainViewIsToldWhyThereAreNone() throws IOException {
        plan("CREATE VIEW counts AS SELECT sensor, COUNT(DISTINCT v) AS n" + TUMBLE + GROUP + ";\n"
                + into("sensor STRING NOT NULL, n BIGINT, revision BIGINT", "SELECT * FROM counts$all"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString())
                .isEqualTo(
                        "pipeline.sql:3:34: 'counts$all' would have the corrections of windows that are closed where their"
                                + " stream is read, but 'counts' runs as plain SQL: COUNT(DISTINCT …) isn't rolled up (pipeline.sql:1:38). [SQL-003]");
    }

    @Test
    void aViewThatIsWrongIsAProblemAndNothingElse() throws IOException {
        plan("CREATE VIEW w AS SELECT nothing, COUNT(*)" + TUMBLE + GROUP + ";");

        assertThat(problems).hasSize(1);
        assertThat(views).isEmpty();
    }

    @Test
    void whatAsksForTheWindowsOfATumblingViewGetsThem() throws IOException {
        plan(COUNTS
                + into(
                        "sensor STRING NOT NULL, n BIGINT, place BIGINT",
                        "SELECT sensor, n, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end"
                                + " ORDER BY n DESC) AS place FROM counts) WHERE place <= 3"));

        assertThat(problems).isEmpty();
        assertThat(views).allSatisfy(view -> assertThat(view).isInstanceOf(RolledUp.class));
        assertThat(operatorsOf("WindowRank")).isNotEmpty();
    }

    @Test
    void aHoppingViewWhoseWindowsAreAskedForRunsAsPlainSql() throws IOException {
        plan("CREATE VIEW counts AS SELECT sensor, window_start, window_end, COUNT(*) AS n" + HOP + GROUP + ";\n"
                + into(
                        "sensor STRING NOT NULL, n BIGINT, place BIGINT",
                        "SELECT sensor, n, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end"
                                + " ORDER BY n DESC) AS place FROM counts) WHERE place <= 3"));

        assertThat(problems).isEmpty();
        assertThat(views)
                .extracting(WindowView::how)
                .containsExactly("runs as plain SQL: its windows are joined, ranked or aggregated by window_start and"
                        + " window_end, which Flink does with HOP and CUMULATE only in plain SQL (pipeline.sql:1:1)");
        assertThat(operatorsOf("WindowRank")).isNotEmpty();
    }

    @Test
    void groupsWithoutTheKeyAreMergedByFlinksWindows() throws IOException {
        plan(
                "CREATE VIEW counts AS SELECT machine, window_start, window_end, window_time, COUNT(*) AS n, COUNT(v), SUM(v), SUM(n), MIN(v),"
                        + " MAX(sent), AVG(v), SQRT(AVG(v * v))" + HOP
                        + " WHERE ok GROUP BY window_start, window_end, window_time, machine HAVING SUM(n) > 3;\n"
                        + "CREATE VIEW totals AS SELECT window_end, COUNT(*) AS n" + TUMBLE
                        + " GROUP BY window_start, window_end;\n"
                        + into("sensor STRING NOT NULL, n BIGINT", "SELECT machine, n FROM counts"));

        assertThat(problems).isEmpty();
        assertThat(views)
                .extracting(WindowView::how)
                .containsExactly(
                        "rolled up where telemetry is read (HOP 10 min every 5 min by machine, 8 aggregates, merged over"
                                + " partitions)",
                        "rolled up where telemetry is read (TUMBLE 10 min, 1 aggregate, merged over partitions)");
        assertThat(operatorsOf("window=[HOP(")).isNotEmpty();
    }

    @Test
    void whatIsMergedHasNoRevisions() throws IOException {
        plan("CREATE VIEW counts AS SELECT machine, COUNT(*) AS n" + TUMBLE
                + " GROUP BY window_start, window_end, machine;\n"
                + into("sensor STRING NOT NULL, n BIGINT, revision BIGINT", "SELECT * FROM counts$all"));

        assertThat(problems)
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains(
                        "but 'counts' is rolled up where telemetry is read (TUMBLE 10 min by machine, 1 aggregate, merged");
    }
}
