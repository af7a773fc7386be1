package dev.weir.benchmarks.asof;

import dev.weir.functions.SharedFunctions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** {@code AS_OF} in a Flink of this process, parallelism 1, over made-up windows; the log comes behind all of them. */
final class AsOfJob {

    /** What was given, by all jobs of this process. */
    private static final AtomicLong GIVEN = new AtomicLong();

    private final AsOfSettings settings;
    private final String state;

    AsOfJob(AsOfSettings settings, String state) {
        this.settings = settings;
        this.state = state;
    }

    /**
     * Runs over a part of the machines, or all.
     *
     * @return the job's time in seconds, its start included
     * @throws IllegalStateException if something else was given than must be
     */
    double run(int machines, boolean withLog) throws Exception {
        long windows = (long) machines * AsOfSettings.WINDOWS;
        long entries = withLog ? (long) machines * settings.entries() : 0;
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        StreamTableEnvironment tables = StreamTableEnvironment.create(flink);
        tables.getConfig().set("table.local-time-zone", "UTC");
        SharedFunctions.BY_NAME.forEach(tables::createTemporarySystemFunction);
        statements(machines, windows, entries).forEach(tables::executeSql);
        long before = GIVEN.get();
        tables.toDataStream(tables.sqlQuery("""
                        SELECT machine_id, window_end, readings, revision
                        FROM AS_OF(windows => TABLE measured PARTITION BY machine_id, log => TABLE done PARTITION BY machine_id)
                        """))
                .map(row -> {
                    GIVEN.incrementAndGet();
                    return row.getArity();
                })
                .returns(Integer.class)
                .sinkTo(new DiscardingSink<>());
        long millis = flink.execute("as-of").getNetRuntime();
        long expected = windows + entries * AsOfSettings.TOUCHED;
        if (GIVEN.get() - before != expected) {
            throw new IllegalStateException("given were " + (GIVEN.get() - before) + " rows, expected are " + expected);
        }
        return millis / 1e3;
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, state);
        return configuration;
    }

    /** The windows of all machines in the order of time, then the entries. */
    private static List<String> statements(int machines, long windows, long entries) {
        return List.of(
                """
                CREATE TEMPORARY TABLE numbers (n BIGINT) WITH (
                  'connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%d')
                """.formatted(windows + entries - 1),
                """
                CREATE TEMPORARY VIEW measured AS
                SELECT CONCAT('machine-', CAST(n %% %1$d AS STRING)) AS machine_id, 1 AS window_key,
                  TIMESTAMPADD(MINUTE, CAST(10 * (n / %1$d) AS INT), TIMESTAMP '2026-01-01 00:00:00.000') AS window_end,
                  n AS readings, INTERVAL '7' DAY AS horizon
                FROM numbers WHERE n < %2$d
                """.formatted(machines, windows),
                // Between two windows, a day before the last.
                """
                CREATE TEMPORARY VIEW done AS
                SELECT CONCAT('machine-', CAST((n - %2$d) %% %1$d AS STRING)) AS machine_id, n AS entry_key,
                  TIMESTAMPADD(SECOND, CAST(%3$d + (n - %2$d) / %1$d AS INT), TIMESTAMP '2026-01-01 00:00:00.000') AS entry_time,
                  TO_TIMESTAMP_LTZ(n, 3) AS known_at, FALSE AS deleted
                FROM numbers WHERE n >= %2$d
                """.formatted(machines, windows, 600 * (AsOfSettings.WINDOWS - 1 - AsOfSettings.TOUCHED)));
    }
}
