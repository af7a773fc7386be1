package dev.weir.functions.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.functions.score.ScoreFunction.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model as SQL calls it, in a Flink of this process. */
class ScoreSqlTest {

    private static final String SCORES = "SELECT k, score, model_version, unscored FROM %2$s, LATERAL TABLE(%1$s)";

    @TempDir
    private Path models;

    private StreamTableEnvironment tables;

    @BeforeEach
    void open() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        tables = StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
        tables.getConfig().set("table.exec.async-table.max-concurrent-operations", "256");
        Files.write(models.resolve("1.onnx"), TestingOnnx.linear(0, 10, 1));
    }

    private void register(ModelSpec spec, Pace pace) {
        tables.createTemporarySystemFunction("risk", new ScoreFunction(spec, pace));
    }

    private void rows(Row... rows) {
        tables.createTemporaryView(
                "t",
                tables.fromValues(
                        DataTypes.ROW(
                                DataTypes.FIELD("k", DataTypes.INT()),
                                DataTypes.FIELD("a", DataTypes.BIGINT()),
                                DataTypes.FIELD("b", DataTypes.FLOAT()),
                                DataTypes.FIELD("c", DataTypes.STRING())),
                        (Object[]) rows));
    }

    private List<Row> query(String sql) {
        return CollectionUtil.iteratorToList(tables.executeSql(sql).collect());
    }

    @Test
    void eachRowGetsItsScoresAndTheVersion() {
        register(TestingSpecs.of(models, "a", "b"), Pace.BATCHES);
        rows(Row.of(1, 2L, 0.5f, "x"), Row.of(2, null, 0.5f, "x"), Row.of(3, -1L, 0f, "x"));
        assertThat(query(SCORES.formatted("risk(a, b)", "t")))
                .containsExactly(
                        Row.of(1, 20.5, "1", null), Row.of(2, null, null, "NULL_INPUT"), Row.of(3, -10.0, "1", null));
    }

    @Test
    void argumentsMayBeNamed() {
        register(TestingSpecs.of(models, "a", "b"), Pace.ONE_BY_ONE);
        rows(Row.of(1, 2L, 0.5f, "x"));
        assertThat(query(SCORES.formatted("risk(b => CAST(a AS DOUBLE), a => CAST(b AS DOUBLE))", "t")))
                .containsExactly(Row.of(1, 7.0, "1", null));
    }

    @Test
    void aViewMayCallIt() {
        register(TestingSpecs.of(models, "a", "b"), Pace.ONE_BY_ONE);
        rows(Row.of(1, 2L, 0.5f, "x"));
        tables.executeSql("CREATE TEMPORARY VIEW scored AS SELECT k, r.* FROM t, LATERAL TABLE(risk(a, b)) AS r");
        assertThat(query("SELECT * FROM scored")).containsExactly(Row.of(1, 20.5, "1", null));
        assertThat(query("SELECT k, score FROM scored")).containsExactly(Row.of(1, 20.5));
        assertThat(query("SELECT k, score + 1 FROM scored WHERE k > 0")).containsExactly(Row.of(1, 21.5));
    }

    @Test
    void rowsThatChangeAreScoredAgain() {
        register(TestingSpecs.of(models, "a", "b"), Pace.BATCHES);
        rows(Row.of(1, 1L, 0f, "x"), Row.of(1, 4L, 0f, "x"));
        assertThat(query(SCORES.formatted("risk(a, 0)", "(SELECT k, SUM(a) AS a FROM t GROUP BY k) AS sums")))
                .containsExactly(
                        Row.ofKind(RowKind.INSERT, 1, 10.0, "1", null),
                        Row.ofKind(RowKind.UPDATE_BEFORE, 1, 10.0, "1", null),
                        Row.ofKind(RowKind.UPDATE_AFTER, 1, 50.0, "1", null));
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        register(TestingSpecs.of(models, "a", "b"), Pace.BATCHES);
        rows(Row.of(1, 2L, 0.5f, "x"));
        assertThatThrownBy(() -> query(SCORES.formatted("risk(a, c)", "t")))
                .hasStackTraceContaining("risk(a => DOUBLE, b => DOUBLE)");
        assertThatThrownBy(() -> query(SCORES.formatted("risk(a)", "t")))
                .hasStackTraceContaining("risk(a => DOUBLE, b => DOUBLE)");
    }

    @Test
    void aSlowModelLetsAllRowsPass() throws Exception {
        Files.write(models.resolve("2.onnx"), TestingOnnx.slow(1500, 0));
        register(
                TestingSpecs.withTimes(TestingSpecs.of(models, "a"), Duration.ofMillis(50), 64, Duration.ofMillis(1)),
                Pace.BATCHES);
        tables.executeSql(
                "CREATE TEMPORARY TABLE t (a DOUBLE NOT NULL, k BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '1000')");
        assertThat(query(SCORES.formatted("risk(a)", "t")))
                .hasSize(1000)
                .allSatisfy(row -> assertThat(row.getField(3)).isIn("TIMEOUT", "BUSY"));
    }

    @Test
    void withoutAModelAllRowsPass() {
        register(TestingSpecs.of(models.resolve("none"), "a"), Pace.BATCHES);
        rows(Row.of(1, 2L, 0.5f, "x"));
        assertThat(query(SCORES.formatted("risk(a)", "t"))).containsExactly(Row.of(1, null, null, "NO_MODEL"));
    }
}
