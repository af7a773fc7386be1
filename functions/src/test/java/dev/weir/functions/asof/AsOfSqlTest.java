package dev.weir.functions.asof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.SharedFunctions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.Test;

/** {@code AS_OF} as SQL calls it, in a Flink of this process. */
class AsOfSqlTest {

    private static final LocalDateTime NOON = LocalDateTime.parse("2026-01-31T12:00:00");

    private final StreamTableEnvironment tables = tables();

    private static StreamTableEnvironment tables() {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
        tables.getConfig().set("table.local-time-zone", "UTC");
        SharedFunctions.BY_NAME.forEach(tables::createTemporarySystemFunction);
        return tables;
    }

    private void windows(Row... rows) {
        tables.createTemporaryView(
                "features",
                tables.fromValues(
                        DataTypes.ROW(
                                DataTypes.FIELD("machine_id", DataTypes.STRING().notNull()),
                                DataTypes.FIELD("sensor_id", DataTypes.STRING().notNull()),
                                DataTypes.FIELD(
                                        "window_end", DataTypes.TIMESTAMP(3).notNull()),
                                DataTypes.FIELD("readings", DataTypes.BIGINT().notNull())),
                        (Object[]) rows));
    }

    private void maintenance(Row... rows) {
        tables.createTemporaryView(
                "maintenance$changes",
                tables.fromValues(
                        DataTypes.ROW(
                                DataTypes.FIELD("entry_id", DataTypes.BIGINT().notNull()),
                                DataTypes.FIELD("machine_id", DataTypes.STRING().notNull()),
                                DataTypes.FIELD("component", DataTypes.STRING()),
                                DataTypes.FIELD("done_at", DataTypes.TIMESTAMP_LTZ(3)),
                                DataTypes.FIELD(
                                        "known_at", DataTypes.TIMESTAMP_LTZ(3).notNull()),
                                DataTypes.FIELD("deleted", DataTypes.BOOLEAN().notNull())),
                        (Object[]) rows));
    }

    private static Instant at(long minutes) {
        return NOON.plusMinutes(minutes).toInstant(java.time.ZoneOffset.UTC);
    }

    @Test
    void givesHoursSinceTheLastMaintenanceOfEachComponentAndCounts() {
        windows(Row.of("m1", "s1", NOON, 600L), Row.of("m2", "s2", NOON, 601L));
        maintenance(
                Row.of(1L, "m1", "bearing", at(-90), at(-80), false),
                Row.of(2L, "m1", "bearing", at(-3000), at(-70), false),
                Row.of(3L, "m1", "belt", at(-60 * 24 * 50), at(-60), false),
                Row.of(4L, "m1", "belt", at(0), at(5), false));

        tables.executeSql("""
                CREATE TEMPORARY VIEW measured AS
                SELECT *, sensor_id AS window_key, INTERVAL '40' DAY AS horizon, INTERVAL '30' DAY AS counted_for FROM features
                """);
        tables.executeSql("""
                CREATE TEMPORARY VIEW done AS
                SELECT *, entry_id AS entry_key, done_at AS entry_time, component AS entry_group FROM maintenance$changes
                """);
        List<Row> rows = rows("""
                SELECT machine_id, sensor_id, window_end, readings,
                  TIMESTAMPDIFF(MINUTE, newest['bearing'].done_at, CAST(window_end AS TIMESTAMP_LTZ(3))) / 60.0,
                  newest['belt'].entry_id, newest['filter'].entry_id, counts['bearing'], counts['belt'], counts['filter'],
                  known_at
                FROM AS_OF(windows => TABLE measured PARTITION BY machine_id, log => TABLE done PARTITION BY machine_id)
                """);

        Map<Object, Row> newest = new HashMap<>();
        rows.forEach(row -> newest.put(row.getField(0), row));
        assertThat(newest.get("m1").toString())
                .isEqualTo("+I[m1, s1, 2026-01-31T12:00, 600, 1.500000, 3, null, 2, 0, null, 2026-01-31T11:00:00Z]");
        assertThat(newest.get("m2").toString())
                .isEqualTo("+I[m2, s2, 2026-01-31T12:00, 601, null, null, null, null, null, null, null]");
    }

    private List<Row> rows(String query) {
        return CollectionUtil.iteratorToList(tables.executeSql(query).collect());
    }
}
