package dev.weir.functions.asof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.SharedFunctions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Flink's own temporal join makes of a late window and a back-dated entry, beside {@code AS_OF}: one machine, windows that end at
 * 12:00 and, when that has been joined and time is at 14:00, late at 11:00; an entry of 10:00 and, as late, one of 11:30.
 */
class TemporalJoinTest {

    private static final TypeInformation<Row> WINDOW = Types.ROW_NAMED(
            new String[] {"machine_id", "window_key", "window_end"}, Types.STRING, Types.STRING, Types.INSTANT);
    private static final TypeInformation<Row> ENTRY = Types.ROW_NAMED(
            new String[] {"machine_id", "entry_key", "entry_time", "known_at", "deleted"},
            Types.STRING,
            Types.STRING,
            Types.INSTANT,
            Types.INSTANT,
            Types.BOOLEAN);

    /** Rows that are late wait for it; tasks run in this process. */
    private static volatile CountDownLatch timeHasPassed = new CountDownLatch(0);

    private final Configuration configuration = new Configuration();
    private final StreamExecutionEnvironment environment;
    private final StreamTableEnvironment tables;

    TemporalJoinTest() {
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        tables = StreamTableEnvironment.create(environment);
    }

    @BeforeEach
    void begin() {
        timeHasPassed = new CountDownLatch(1);
        tables.getConfig().set("table.local-time-zone", "UTC");
        SharedFunctions.BY_NAME.forEach(tables::createTemporarySystemFunction);
        table(
                "windows",
                WINDOW,
                "window_end",
                Row.of("m", "s", at("12:00")),
                Row.of("m", "s", at("14:00")),
                Row.of("m", "s", at("11:00")));
        table(
                "entries",
                ENTRY,
                "entry_time",
                Row.of("m", "first", at("10:00"), at("10:01"), false),
                Row.of("m", "last", at("14:00"), at("14:01"), false),
                Row.of("m", "back-dated", at("11:30"), at("14:02"), false));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-31T" + time + ":00Z");
    }

    /** Its third row comes when the test lets it; the time of each is the table's at once. */
    private void table(String name, TypeInformation<Row> type, String time, Row... rows) {
        Row late = rows[2];
        Schema schema = Schema.newBuilder()
                .columnByMetadata("rowtime", "TIMESTAMP_LTZ(3)")
                .watermark("rowtime", "SOURCE_WATERMARK()")
                .build();
        tables.createTemporaryView(
                name,
                tables.fromDataStream(
                        environment
                                .fromData(type, rows)
                                .map(new Waiting(String.valueOf(late)))
                                .returns(type)
                                .assignTimestampsAndWatermarks(
                                        WatermarkStrategy.<Row>forGenerator(context -> new AtOnce())
                                                .withTimestampAssigner((row, before) -> row.<Instant>getFieldAs(time)
                                                        .toEpochMilli())),
                        schema));
    }

    /** Lets one row wait. */
    private record Waiting(String late) implements MapFunction<Row, Row> {
        @Override
        public Row map(Row row) throws InterruptedException {
            if (String.valueOf(row).equals(late) && !timeHasPassed.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Nothing was joined");
            }
            return row;
        }
    }

    /** Time passes with each row. */
    private static final class AtOnce implements WatermarkGenerator<Row> {
        @Override
        public void onEvent(Row row, long time, WatermarkOutput output) {
            output.emitWatermark(new Watermark(time));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        Iterator<Row> results = tables.executeSql(query).collect();
        while (results.hasNext()) {
            String row = results.next().toString();
            rows.add(row);
            if (row.contains("T12:00")) {
                timeHasPassed.countDown();
            }
        }
        return rows;
    }

    @Test
    void flinksJoinLosesWhatIsLate() throws Exception {
        tables.executeSql("""
                CREATE TEMPORARY VIEW versions AS
                SELECT machine_id, entry_key, rowtime FROM (
                  SELECT *, ROW_NUMBER() OVER (PARTITION BY machine_id ORDER BY rowtime DESC) AS place FROM entries)
                WHERE place = 1
                """);

        List<String> rows = rows("""
                SELECT w.window_end, e.entry_key FROM windows w
                LEFT JOIN versions FOR SYSTEM_TIME AS OF w.rowtime e ON w.machine_id = e.machine_id
                """);

        // The late window has no entry any more; nobody hears of the one that was entered late; that of 14:00 isn't
        // before 14:00.
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "+I[2026-01-31T12:00:00Z, first]",
                        "+I[2026-01-31T14:00:00Z, last]",
                        "+I[2026-01-31T11:00:00Z, null]");
    }

    @Test
    void asOfGivesThem() {
        tables.executeSql("""
                CREATE TEMPORARY VIEW measured AS
                SELECT machine_id, window_key, window_end, INTERVAL '40' DAY AS horizon FROM windows
                """);
        tables.executeSql("""
                CREATE TEMPORARY VIEW log AS SELECT machine_id, entry_key, entry_time, known_at, deleted FROM entries
                """);

        List<String> rows = rows("""
                SELECT window_end, newest.entry_key, revision
                FROM AS_OF(windows => TABLE measured PARTITION BY machine_id, log => TABLE log PARTITION BY machine_id)
                """);

        Map<String, String> newest = new HashMap<>();
        rows.forEach(row -> newest.put(row.substring(14, 19), row.substring(25).replaceAll(", \\d+]", "")));
        assertThat(newest).isEqualTo(Map.of("12:00", "back-dated", "14:00", "back-dated", "11:00", "first"));
    }
}
