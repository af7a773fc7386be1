package dev.weir.pipeline.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.rollup.Expression;
import dev.weir.streams.rollup.Expression.And;
import dev.weir.streams.rollup.Expression.Arithmetic;
import dev.weir.streams.rollup.Expression.ColumnOf;
import dev.weir.streams.rollup.Expression.Comparator;
import dev.weir.streams.rollup.Expression.Comparison;
import dev.weir.streams.rollup.Expression.DoubleLiteral;
import dev.weir.streams.rollup.Expression.IsNull;
import dev.weir.streams.rollup.Expression.LongLiteral;
import dev.weir.streams.rollup.Expression.Not;
import dev.weir.streams.rollup.Expression.Operator;
import dev.weir.streams.rollup.Expression.Or;
import dev.weir.streams.rollup.Expression.TextLiteral;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowQueryTest {

    private static final Expression V = new ColumnOf("v");
    private static final String TUMBLE = "FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '10' MINUTE))";
    private static final String GROUP = " GROUP BY window_start, window_end, sensor";

    private static WindowQuery read(String createView) throws Refusal {
        SqlStatement view = SqlScript.parse(Path.of("pipeline.sql"), createView, new ArrayList<>())
                .statements()
                .get(0);
        return WindowQuery.of(view, new TestingSurroundings());
    }

    private static WindowQuery select(String items) throws Refusal {
        return read("CREATE VIEW w AS SELECT " + items + " " + TUMBLE + GROUP);
    }

    private static WindowQuery where(String condition) throws Refusal {
        return read("CREATE VIEW w AS SELECT COUNT(*) " + TUMBLE + " WHERE " + condition + GROUP);
    }

    private static Aggregate aggregate(Function function, Expression argument) {
        return new Aggregate(function, argument, null);
    }

    @Test
    void eachAggregateBecomesAColumnAndTheRestStaysAsItIsWritten() throws Refusal {
        WindowQuery query = read("""
                CREATE TEMPORARY VIEW features (sensor, s, e, rms, n, busy) COMMENT 'per sensor' AS
                SELECT w.sensor, window_start, window_end, SQRT(AVG(v * v)) AS rms, -- root mean square
                  COUNT(*), (COUNT(*) FILTER (WHERE (v > 1.5))) * 100 / COUNT(*) AS busy
                FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) AS w
                WHERE v IS NOT NULL
                GROUP BY window_start, window_end, sensor
                HAVING COUNT(*) > 3 AND MAX(v) < 9e0;
                """);

        assertThat(query.spec().name()).isEqualTo("features");
        assertThat(query.spec().windows()).isEqualTo(new Windows(Shape.TUMBLE, 600_000, 600_000, 0));
        assertThat(query.spec().groups()).containsExactly("sensor");
        assertThat(query.spec().where()).isEqualTo(new Not(new IsNull(V)));
        assertThat(query.spec().correctMillis()).isEqualTo(86_400_000);
        assertThat(query.spec().aggregates())
                .containsExactly(
                        aggregate(Function.AVG, new Arithmetic(Operator.TIMES, V, V)),
                        new Aggregate(Function.COUNT, null, null),
                        new Aggregate(
                                Function.COUNT, null, new Comparison(Comparator.GREATER, V, new DoubleLiteral(1.5))),
                        aggregate(Function.MAX, V));
        assertThat(query.items()).isEqualTo("""
                         w.sensor, window_start, window_end, SQRT(`$a0`) AS rms, -- root mean square
                          `$a1`, (`$a2`) * 100 / `$a1` AS busy
                        """);
        assertThat(query.alias()).isEqualTo(" AS `w`");
        assertThat(query.having()).isEqualTo(" `$a1` > 3 AND `$a3` < 9e0");
        assertThat(query.aggregateText()).isEqualTo("""
                        SELECT AVG(v * v), COUNT(*), COUNT(*) FILTER (WHERE (v > 1.5)), MAX(v) FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) AS w
                        WHERE v IS NOT NULL
                        GROUP BY window_start, window_end, sensor
                        """);
    }

    @Test
    void aQueryMayStandInBrackets() throws Refusal {
        WindowQuery query = read("CREATE VIEW w AS (SELECT COUNT(*) n " + TUMBLE + GROUP + " HAVING (COUNT(*)) > (1))");

        assertThat(query.items()).isEqualTo(" `$a0` n ");
        assertThat(query.having()).isEqualTo(" (`$a0`) > (1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '1:30' HOUR TO MINUTE) | TUMBLE | 5400000 | 5400000 | 0",
                "TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '1' DAY, INTERVAL '-8' HOUR) | TUMBLE | 86400000 | 86400000 | 57600000",
                "HOP(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '1' HOUR) | HOP | 3600000 | 300000 | 0",
                "CUMULATE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '6' HOUR, INTERVAL '1' DAY) | CUMULATE | 86400000 | 21600000 | 0",
                "HOP(DATA => TABLE telemetry, TIMECOL => DESCRIPTOR(ts), SLIDE => INTERVAL '1.5' SECOND, SIZE => INTERVAL '3' SECOND, `OFFSET` => INTERVAL '1' SECOND) | HOP | 3000 | 1500 | 1000",
                "TUMBLE(SIZE => INTERVAL '200' MINUTE(3), DATA => TABLE weir.streams.telemetry, TIMECOL => DESCRIPTOR(`ts`)) | TUMBLE | 12000000 | 12000000 | 0",
            })
    void windowsAreReadInAllForms(String window, Shape shape, long size, long step, long offset) throws Refusal {
        WindowQuery query = read("CREATE VIEW w AS SELECT COUNT(*) FROM TABLE(" + window + ")" + GROUP);

        assertThat(query.spec().windows()).isEqualTo(new Windows(shape, size, step, offset));
    }

    @Test
    void eachFunctionIsRecognised() throws Refusal {
        WindowQuery query = select(
                "count(v), SUM(n), AVG(v), MIN(sent), MAX(machine), STDDEV_POP(v), STDDEV(v), VAR_POP(v),"
                        + " VARIANCE(v), FIRST_VALUE(machine), LAST_VALUE(v) FILTER (WHERE ok), AVG(CAST(f AS DOUBLE)), COUNT(price)");

        assertThat(query.spec().aggregates())
                .extracting(Aggregate::function)
                .containsExactly(
                        Function.COUNT,
                        Function.SUM,
                        Function.AVG,
                        Function.MIN,
                        Function.MAX,
                        Function.STDDEV_POP,
                        Function.STDDEV_SAMP,
                        Function.VAR_POP,
                        Function.VAR_SAMP,
                        Function.FIRST_VALUE,
                        Function.LAST_VALUE,
                        Function.AVG,
                        Function.COUNT);
        assertThat(query.spec().aggregates().get(10).filter()).isEqualTo(new ColumnOf("ok"));
        assertThat(query.spec().aggregates().get(11).argument())
                .isEqualTo(new Arithmetic(Operator.TIMES, new ColumnOf("f"), new DoubleLiteral(1)));
    }

    @Test
    void conditionsAreReadAsSqlMeansThem() throws Refusal {
        Expression n = new ColumnOf("n");
        Expression ok = new ColumnOf("ok");

        assertThat(where("n BETWEEN 1 AND 3").spec().where())
                .isEqualTo(new And(
                        new Comparison(Comparator.GREATER_OR_EQUAL, n, new LongLiteral(1)),
                        new Comparison(Comparator.LESS_OR_EQUAL, n, new LongLiteral(3))));
        assertThat(where("machine NOT IN ('a', 'it''s')").spec().where())
                .isEqualTo(new Not(new Or(
                        new Comparison(Comparator.EQUAL, new ColumnOf("machine"), new TextLiteral("a")),
                        new Comparison(Comparator.EQUAL, new ColumnOf("machine"), new TextLiteral("it's")))));
        assertThat(where("ok IS NOT TRUE").spec().where()).isEqualTo(new Not(new And(ok, new Not(new IsNull(ok)))));
        assertThat(where("NOT ok OR n <> -1").spec().where())
                .isEqualTo(new Or(new Not(ok), new Comparison(Comparator.NOT_EQUAL, n, new LongLiteral(-1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "COUNT(DISTINCT v) | 25 | COUNT(DISTINCT …) isn't rolled up",
                "sensor, LISTAGG(machine) | 33 | LISTAGG isn't rolled up",
                "SUM(price) | 29 | SUM of a DECIMAL isn't rolled up",
                "AVG(f) | 29 | AVG of a FLOAT isn't rolled up: CAST(… AS DOUBLE) first",
                "AVG(f * f) | 29 | SQL computes with FLOAT in single precision: CAST(… AS DOUBLE) first",
                "SUM(n * 1.5) | 29 | SQL computes exactly with decimals like 1.5 here: write 1.5e0 for a DOUBLE",
                "SUM(CASE WHEN ok THEN 1 ELSE 0 END) | 29 | CASE can't be computed where events are read: COUNT(*) FILTER (WHERE …) and the like say which events count",
                "MAX(ABS(v)) | 29 | ABS can't be computed where events are read: columns, literals, + - * /, comparisons, AND, OR, NOT, IS NULL, BETWEEN and IN can",
                "1 + Spread(v) | 29 | the pipeline's function Spread isn't rolled up",
                "MIN(window_start) | 29 | 'window_start' is no column of the stream's events",
                "LAST_VALUE(v) IGNORE NULLS | 39 | IGNORE NULLS and RESPECT NULLS aren't rolled up",
                "SUM(COUNT(*)) OVER () | 25 | OVER isn't rolled up",
                "COUNT(*) FILTER (WHERE machine > 3) | 48 | this compares a text with an integer: CAST one of them",
                "machine, COUNT(*) | 25 | 'machine' isn't in GROUP BY",
                "MAX(telemetry.v) | 29 | 'telemetry.v' is inside another column, or of another table",
                "DISTINCT COUNT(*) | 18 | SELECT DISTINCT isn't rolled up",
                "COUNT(*) + (SELECT 1) | 37 | it has a query inside",
            })
    void whatCannotBeComputedIsNamedWithItsPlace(String items, int column, String reason) {
        assertThatThrownBy(() -> select(items)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.line()).isEqualTo(1);
            assertThat(refusal.column()).isEqualTo(column);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TABLE(TUMBLE(TABLE clean, DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 25 | 'clean' is a view: roll up the stream itself, with the view's WHERE in this query",
                "TABLE(TUMBLE(TABLE telemetry$all, DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 25 | 'telemetry$all' has other events than those on time: windows are rolled up over 'telemetry' itself, and w$all has what late events make of them",
                "TABLE(TUMBLE(TABLE changes, DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 25 | 'changes' is of mode upsert, and only streams of mode append are rolled up",
                "TABLE(TUMBLE(TABLE nothing, DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 25 | 'nothing' is no stream",
                "TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(sent), INTERVAL '1' HOUR)) | 47 | 'sent' isn't the event time of the stream 'telemetry': that is 'ts'",
                "TABLE(SESSION(TABLE telemetry PARTITION BY sensor, DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 12 | SESSION windows aren't rolled up: TUMBLE, HOP and CUMULATE are",
                "TABLE(TUMBLE((SELECT * FROM telemetry), DESCRIPTOR(ts), INTERVAL '1' HOUR)) | 20 | its windows are over a query: they are rolled up over a stream itself, TABLE x",
                "TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '1' MONTH)) | 52 | an INTERVAL of days, hours, minutes or seconds is expected here",
                "TABLE(HOP(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '7' MINUTE, INTERVAL '1' HOUR)) | 12 | the size of its windows isn't a multiple of their SLIDE",
                "telemetry | 6 | FROM isn't a window of a stream: TABLE(TUMBLE(TABLE …, DESCRIPTOR(…), INTERVAL …))",
                "TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '1' HOUR)) JOIN other ON TRUE | 72 | FROM joins several tables",
                "(SELECT * FROM telemetry) | 7 | FROM is a query of its own: windows are rolled up over the stream itself",
            })
    void onlyWindowsOfAStreamItselfAreRolledUp(String from, int column, String reason) {
        assertThatThrownBy(() -> read("CREATE VIEW w AS SELECT COUNT(*)\nFROM " + from + GROUP))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.line()).isEqualTo(2);
                    assertThat(refusal.column()).isEqualTo(column);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "window_start, sensor | 1 | GROUP BY lacks window_start or window_end",
                "window_start, window_end, UPPER(sensor) | 36 | it groups by an expression: windows are rolled up by columns of the stream",
                "window_start, window_end, GROUPING SETS ((sensor), (machine)) | 36 | GROUPING SETS isn't rolled up: a view for each set of columns is",
                "window_start, window_end, sensor, nothing | 44 | 'nothing' is no column of the stream's events",
            })
    void groupsAreColumnsThatHaveTheKey(String group, int column, String reason) {
        assertThatThrownBy(() -> read("CREATE VIEW w AS SELECT COUNT(*)\n" + TUMBLE + "\nGROUP BY " + group))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.line()).isEqualTo(3);
                    assertThat(refusal.column()).isEqualTo(column);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * " + TUMBLE,
                "SELECT COUNT(*) " + TUMBLE + GROUP + " UNION ALL SELECT 1",
                "SELECT COUNT(*) " + TUMBLE + GROUP + " ORDER BY 1",
                "WITH t AS (SELECT 1) SELECT COUNT(*) " + TUMBLE + GROUP,
                "SELECT COUNT(*) FROM telemetry GROUP BY TUMBLE(ts, INTERVAL '1' HOUR)",
                "SELECT COUNT( " + TUMBLE + GROUP,
            })
    void otherQueriesAreRefused(String query) {
        List<String> reasons = new ArrayList<>();
        try {
            read("CREATE VIEW w AS " + query);
        } catch (Refusal e) {
            reasons.add(e.reason());
        }
        assertThat(reasons).hasSize(1);
    }

    @Test
    void groupsWithoutTheKeyAreMergedFromSlices() throws Refusal {
        WindowQuery query = read("CREATE VIEW w AS SELECT machine, COUNT(*) n, AVG(v + 1e0) FILTER (WHERE ok), MAX(n)"
                + " FROM TABLE(HOP(TABLE telemetry, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '1' HOUR, INTERVAL '10'"
                + " MINUTE)) GROUP BY machine, window_start, window_end HAVING SUM(n) > 1");

        assertThat(query.isMerged()).isTrue();
        assertThat(query.windows()).isEqualTo(new Windows(Shape.HOP, 3_600_000, 300_000, 0));
        assertThat(query.spec().windows()).isEqualTo(new Windows(Shape.TUMBLE, 300_000, 300_000, 0));
        assertThat(query.spec().groups()).containsExactly("machine");
        assertThat(query.spec().correctMillis()).isZero();
        assertThat(query.items())
                .isEqualTo(" machine, COALESCE(SUM(`$a0`), CAST(0 AS BIGINT)) n, (SUM(`$a1`) / NULLIF(SUM(`$a2`), 0)),"
                        + " MAX(`$a3`) ");
        assertThat(query.having()).isEqualTo(" SUM(`$a4`) > 1");
        assertThat(query.group()).isEqualTo("GROUP BY machine, window_start, window_end ");
        assertThat(query.aggregateText())
                .startsWith("SELECT COUNT(*), SUM(v + 1e0) FILTER (WHERE ok), COUNT(v + 1e0) FILTER (WHERE ok), MAX(n),"
                        + " SUM(n) FROM TABLE(HOP(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVG(n)", "STDDEV(v)", "FIRST_VALUE(v)", "LAST_VALUE(v) FILTER (WHERE ok)"})
    void whatCannotBeMergedIsRefusedWithoutTheKey(String item) {
        assertThatThrownBy(() -> read("CREATE VIEW w AS SELECT COUNT(*), " + item + " " + TUMBLE
                        + " GROUP BY window_start, window_end, machine"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.reason())
                            .contains("isn't rolled up where GROUP BY lacks sensor of the stream's key");
                    assertThat(refusal.column()).isEqualTo(35);
                });
    }

    @Test
    void windowsThatFlinkWouldMergeWronglyAreRefused() {
        assertThatThrownBy(
                        () -> read("CREATE VIEW w AS SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(ts),"
                                + " INTERVAL '1' HOUR, INTERVAL '7' MINUTE)) GROUP BY window_start, window_end"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason())
                                .isEqualTo(
                                        "windows with an OFFSET aren't rolled up where GROUP BY lacks sensor of the stream's key:"
                                                + " Flink 2.2 loses rows when it merges them"));
    }
}
