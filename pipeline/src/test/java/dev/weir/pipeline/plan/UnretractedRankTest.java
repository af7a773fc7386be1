package dev.weir.pipeline.plan;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.TestingSession;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.streams.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs queries on Flink and in a plain loop: what differs must be refused, and nothing else. */
class UnretractedRankTest {

    private static final String MINI_BATCHES = """
            SET 'table.exec.mini-batch.enabled' = 'true';
            SET 'table.exec.mini-batch.allow-latency' = '100 ms';
            SET 'table.exec.mini-batch.size' = '10';
            """;

    @TempDir
    Path folder;

    /** One reading; {@code a} may be equal in several, {@code b} and {@code at} not. */
    record Reading(long k, long a, long b, Instant at, boolean undone) {}

    private static final List<Reading> READINGS = readings();

    private static Map<String, Map<Long, List<Long>>> results = Map.of();
    private static Map<String, Map<Long, List<Long>>> resultsOfMiniBatches = Map.of();

    @BeforeAll
    static void runAllQueries() throws Exception {
        results = runAll(false);
        resultsOfMiniBatches = runAll(true);
    }

    private static List<Reading> readings() {
        Random random = new Random(7);
        List<Integer> places = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        Collections.shuffle(places, random);
        return places.stream()
                .map(place -> new Reading(
                        random.nextInt(8),
                        random.nextInt(20),
                        place * 7L % 300,
                        Instant.ofEpochSecond(place),
                        random.nextBoolean()))
                .toList();
    }

    static Stream<Arguments> ranksThatFlinkGetsRight() {
        return Stream.of(
                Arguments.of("b DESC", "place = 1", comparing(Reading::b).reversed()),
                Arguments.of("-b DESC", "place = 1", comparing(Reading::b)),
                Arguments.of("1, b DESC", "place = 1", comparing(Reading::b).reversed()),
                Arguments.of("at_time", "place = 1", comparing(Reading::at)),
                Arguments.of("at_time DESC", "place = 1", comparing(Reading::at).reversed()),
                Arguments.of(
                        "CAST(at_time AS TIMESTAMP_LTZ(3)) DESC",
                        "place = 1",
                        comparing(Reading::at).reversed()),
                Arguments.of("a, b DESC", "place <= 2", comparing(Reading::a).thenComparing(Reading::b, reverse())),
                Arguments.of("b", "place <= 2", comparing(Reading::b)));
    }

    static Stream<Arguments> ranksThatFlinkGetsWrong() {
        Comparator<Reading> both = comparing(Reading::a, reverse()).thenComparing(Reading::b, reverse());
        return Stream.of(
                Arguments.of("a DESC, b DESC", "place = 1", both),
                Arguments.of("a DESC, b DESC", "place <= 1", both),
                Arguments.of("a DESC, b DESC", "place < 2", both),
                Arguments.of("a, b", "place = 1", comparing(Reading::a).thenComparing(Reading::b)),
                Arguments.of("b", "place = 1", comparing(Reading::b)),
                Arguments.of("b ASC NULLS LAST", "place = 1", comparing(Reading::b)),
                Arguments.of("CAST(at_time AS TIMESTAMP_LTZ(3))", "place = 1", comparing(Reading::at)),
                Arguments.of("at_time DESC, b DESC", "place = 1", comparing(Reading::at, reverse())),
                Arguments.of("at_time, b", "place = 1", comparing(Reading::at)));
    }

    private static <T extends Comparable<T>> Comparator<T> reverse() {
        return Comparator.reverseOrder();
    }

    @ParameterizedTest
    @MethodSource("ranksThatFlinkGetsRight")
    void soundRankPassesAndIsRight(String order, String filter, Comparator<Reading> best) throws Exception {
        assertThat(problems(script(order, filter, ""))).isEmpty();
        assertThat(results.get(order + " | " + filter)).isEqualTo(loop(filter, best));
    }

    @ParameterizedTest
    @MethodSource("ranksThatFlinkGetsWrong")
    void rankThatFlinkNeverTakesBackIsRefused(String order, String filter, Comparator<Reading> best) throws Exception {
        assertThat(problems(script(order, filter, "")))
                .containsExactly(new Problem(Path.of("pipeline.sql"), 4, 6, "SQL-007", UnretractedRank.REASON));
        assertThat(results.get(order + " | " + filter))
                .as("If this is equal, Flink has mended FLINK-40368, and SQL-007 can go")
                .isNotEqualTo(loop(filter, best));
    }

    @ParameterizedTest
    @MethodSource("ranksThatFlinkGetsWrong")
    void miniBatchesMakeItRight(String order, String filter, Comparator<Reading> best) throws Exception {
        assertThat(problems(script(order, filter, MINI_BATCHES))).isEmpty();
        assertThat(resultsOfMiniBatches.get(order + " | " + filter)).isEqualTo(loop(filter, best));
    }

    @Test
    void inputThatIsUpdatedIsPlannedCorrectly() throws Exception {
        assertThat(problems("""
                INSERT INTO results SELECT k, SUM(n), COUNT(*) FROM (
                  SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n, a) AS place
                  FROM (SELECT k, a, COUNT(*) AS n FROM readings GROUP BY k, a)
                ) WHERE place = 1 GROUP BY k;
                """)).isEmpty();
    }

    @Test
    void firstRowWhoseUpdatesFlinkForgetsIsRefused() throws Exception {
        String best = """
                INSERT INTO results SELECT k, n, c FROM (
                  SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC%s) AS place
                  FROM (SELECT k, a, CAST(MAX(b) AS BIGINT) AS n, COUNT(*) AS c FROM readings GROUP BY k, a)
                ) WHERE place = 1;
                """;

        assertThat(problems(best.formatted("")))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains("1:1").contains("SQL-008"));
        assertThat(problems(best.formatted(", c ASC"))).isEmpty();
    }

    @Test
    void onlyTheClauseThatIsWrongIsNamed() throws Exception {
        assertThat(problems("""
                CREATE VIEW newest AS SELECT * FROM (
                  SELECT *, ROW_NUMBER() OVER (PARTITION BY k, a ORDER BY at_time DESC) AS place FROM readings
                ) WHERE place = 1;
                CREATE VIEW best AS SELECT * FROM (
                  SELECT k, a, b,
                    ROW_NUMBER() OVER (PARTITION BY k ORDER BY GREATEST(a, b), a DESC) AS place FROM readings
                ) WHERE place = 1;
                INSERT INTO results SELECT newest.k, SUM(best.a), COUNT(*)
                  FROM newest JOIN best ON newest.k = best.k GROUP BY newest.k;
                """))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.line() + ":" + problem.column()).isEqualTo("6:5"));
    }

    @Test
    void namedWindowIsRefusedAtItsStatement() throws Exception {
        assertThat(problems("""
                INSERT INTO results SELECT k, SUM(a), COUNT(*) FROM (
                  SELECT *, ROW_NUMBER() OVER w AS place FROM readings WINDOW w AS (PARTITION BY k ORDER BY a, b)
                ) WHERE place = 1 GROUP BY k;
                """))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.line() + ":" + problem.column()).isEqualTo("1:1"));
    }

    private static String ranked(Arguments rank) {
        return ranked(String.valueOf(rank.get()[0]), String.valueOf(rank.get()[1]));
    }

    private static String ranked(String order, String filter) {
        return """
                SELECT k, b, undone FROM (
                  -- the best of each k
                  SELECT *,
                     ROW_NUMBER() OVER (PARTITION BY k ORDER BY %s) AS place
                  FROM readings
                ) WHERE %s AND NOT undone""".formatted(order, filter);
    }

    private static String script(String order, String filter, String settings) {
        return "CREATE VIEW standing AS " + ranked(order, filter)
                + ";\nINSERT INTO results SELECT k, SUM(b), COUNT(*) FROM standing GROUP BY k;\n" + settings;
    }

    private List<Problem> problems(String sql) throws Exception {
        List<Problem> problems = new ArrayList<>();
        SqlScript script = SqlScript.parse(Path.of("pipeline.sql"), sql, problems);
        FunctionFolder none = new FunctionFolder(folder.resolve("functions"));
        try (var functions = none.load(folder.resolve("work"), problems)) {
            new PipelinePlanner(
                            new PlanSettings("test", Duration.ofSeconds(1), Latency.COMMIT, 1, "file:///tmp/none"),
                            script,
                            none,
                            functions,
                            environment -> new TestingSession(tables(environment)))
                    .plan(Lineage.NONE, problems);
        }
        return problems;
    }

    /** Runs all queries as one job: sum and number of the readings that stand, by order and filter, then by k. */
    private static Map<String, Map<Long, List<Long>>> runAll(boolean miniBatches) throws Exception {
        StreamTableEnvironment tables = tables(StreamExecutionEnvironment.getExecutionEnvironment());
        if (miniBatches) {
            TableConfig config = tables.getConfig();
            MINI_BATCHES.lines().map(line -> line.split("'")).forEach(parts -> config.set(parts[1], parts[3]));
        }
        DataStream<Row> all = Stream.concat(ranksThatFlinkGetsRight(), ranksThatFlinkGetsWrong())
                .map(rank -> query(tables, rank.get()[0] + " | " + rank.get()[1], ranked(rank)))
                .reduce(DataStream::union)
                .orElseThrow();
        Map<String, Map<Long, List<Long>>> results = new HashMap<>();
        for (Row row : all.executeAndCollect(100_000)) {
            Map<Long, List<Long>> byKey = results.computeIfAbsent(row.getFieldAs(0), name -> new HashMap<>());
            long k = row.<Long>getFieldAs(1);
            if (row.getKind() == RowKind.DELETE) {
                byKey.remove(k);
            } else {
                byKey.put(k, List.of(row.getFieldAs(2), row.getFieldAs(3)));
            }
        }
        return results;
    }

    private static DataStream<Row> query(StreamTableEnvironment tables, String name, String ranked) {
        return tables.toChangelogStream(tables.sqlQuery("SELECT k, SUM(b), COUNT(*) FROM (" + ranked + ") GROUP BY k"))
                .map(row -> Row.ofKind(row.getKind(), name, row.getField(0), row.getField(1), row.getField(2)))
                .returns(Types.ROW(Types.STRING, Types.LONG, Types.LONG, Types.LONG));
    }

    private static Map<Long, List<Long>> loop(String filter, Comparator<Reading> best) {
        Map<Long, List<Long>> results = new HashMap<>();
        for (long k = 0; k < 8; k++) {
            long key = k;
            List<Reading> standing = READINGS.stream()
                    .filter(reading -> reading.k() == key)
                    .sorted(best)
                    .limit(filter.equals("place <= 2") ? 2 : 1)
                    .filter(reading -> !reading.undone())
                    .toList();
            if (!standing.isEmpty()) {
                results.put(k, List.of(standing.stream().mapToLong(Reading::b).sum(), (long) standing.size()));
            }
        }
        return results;
    }

    private static StreamTableEnvironment tables(StreamExecutionEnvironment environment) {
        environment.setParallelism(1);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set("table.local-time-zone", "UTC");
        List<Row> rows = READINGS.stream()
                .map(reading -> Row.of(reading.k(), reading.a(), reading.b(), reading.at(), reading.undone()))
                .toList();
        tables.createTemporaryView(
                "readings",
                environment.fromData(
                        rows,
                        Types.ROW_NAMED(
                                new String[] {"k", "a", "b", "at_time", "undone"},
                                Types.LONG,
                                Types.LONG,
                                Types.LONG,
                                Types.INSTANT,
                                Types.BOOLEAN)),
                Schema.newBuilder()
                        .column("k", "BIGINT")
                        .column("a", "BIGINT")
                        .column("b", "BIGINT")
                        .column("at_time", "TIMESTAMP_LTZ(3)")
                        .column("undone", "BOOLEAN")
                        .watermark("at_time", "at_time - INTERVAL '10' MINUTE")
                        .build());
        tables.executeSql("CREATE TEMPORARY TABLE results (k BIGINT, s BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)"
                + " WITH ('connector' = 'blackhole')");
        return tables;
    }
}
