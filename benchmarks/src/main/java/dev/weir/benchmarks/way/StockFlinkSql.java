package dev.weir.benchmarks.way;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Flink's own SQL with its Kafka connector and its format {@code avro-confluent}, exactly once. */
final class StockFlinkSql implements Way {

    enum Kind {
        /** As it comes. */
        DEFAULT,
        /** Mini-batches, object reuse, aggregation in two phases, larger fetches. */
        TUNED,
        /** Tuned, and repeats are dropped before the window. */
        DEDUPLICATED
    }

    static final String WINDOWS = """
            SELECT window_start, window_end, sensor_id, COUNT(*), AVG(vibration), MIN(vibration), MAX(vibration), AVG(temperature)
            FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(event_time), INTERVAL '10' MINUTES))
            GROUP BY window_start, window_end, sensor_id
            """;

    private final Kind kind;

    StockFlinkSql(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void run(Job job) throws Exception {
        URI flink = LocalFlink.start(job).address();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                flink.getHost(), flink.getPort(), configuration(job, kind != Kind.DEFAULT));
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set("table.local-time-zone", "UTC");
        if (kind != Kind.DEFAULT) {
            tune(tables);
        }
        if (kind == Kind.DEDUPLICATED) {
            tables.getConfig().set("table.exec.state.ttl", "1 h");
        }
        tables.executeSql(source(job));
        tables.executeSql(readings(job));
        tables.executeSql(sink(job));
        tables.executeSql("INSERT INTO features\n" + WINDOWS);
    }

    private String readings(Job job) {
        if (kind == Kind.DEDUPLICATED) {
            return FIRST_OF_EACH;
        }
        return "CREATE TEMPORARY VIEW readings AS SELECT sensor_id, event_time, vibration, temperature FROM telemetry"
                + (job.burst() > 1 ? " CROSS JOIN UNNEST(vibrations) AS burst (vibration)" : "");
    }

    private static final String FIRST_OF_EACH = """
            CREATE TEMPORARY VIEW readings AS
            SELECT sensor_id, seq, event_time, vibration, temperature
            FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY sensor_id, seq ORDER BY arrived ASC) AS place FROM telemetry)
            WHERE place = 1
            """;

    /** Mini-batches, and aggregation in two phases. */
    static void tune(StreamTableEnvironment tables) {
        tables.getConfig().set("table.exec.mini-batch.enabled", "true");
        tables.getConfig().set("table.exec.mini-batch.allow-latency", "1 s");
        tables.getConfig().set("table.exec.mini-batch.size", "50000");
        tables.getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
    }

    static Configuration configuration(Job job, boolean reusesObjects) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, job.name());
        configuration.set(PipelineOptions.OBJECT_REUSE, reusesObjects);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, job.parallelism());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(job.commitMillis()));
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                Path.of(job.folder(), "checkpoints").toUri().toString());
        return configuration;
    }

    private String source(Job job) {
        String larger = kind == Kind.DEFAULT ? "" : """
                  ,
                    'properties.fetch.min.bytes' = '1000000',
                    'properties.fetch.max.wait.ms' = '100',
                    'properties.max.partition.fetch.bytes' = '8000000',
                    'properties.max.poll.records' = '10000',
                    'properties.receive.buffer.bytes' = '1000000'""";
        String arrived = kind == Kind.DEDUPLICATED ? "arrived AS PROCTIME()," : "";
        String vibration = job.burst() > 1
                ? "period_micros INT NOT NULL, vibrations ARRAY<DOUBLE NOT NULL> NOT NULL"
                : "vibration DOUBLE NOT NULL";
        return filled("""
                CREATE TEMPORARY TABLE telemetry (
                  sensor_id STRING NOT NULL, seq BIGINT NOT NULL, event_time TIMESTAMP(3) NOT NULL,
                  {vibration}, temperature DOUBLE NOT NULL, {arrived}
                  WATERMARK FOR event_time AS event_time - INTERVAL '30' SECOND
                ) WITH (
                  'connector' = 'kafka',
                  'properties.bootstrap.servers' = '{kafka}',
                  'properties.group.id' = '{name}',
                  'topic' = '{topic}',
                  'scan.startup.mode' = 'earliest-offset',
                  'format' = 'avro-confluent',
                  'avro-confluent.url' = '{registry}'{larger})
                """, job, Map.of("larger", larger, "arrived", arrived, "vibration", vibration));
    }

    static String sink(Job job) {
        return filled("""
                CREATE TEMPORARY TABLE features (
                  window_start TIMESTAMP(3), window_end TIMESTAMP(3), sensor_id STRING, readings BIGINT,
                  vibration_avg DOUBLE, vibration_min DOUBLE, vibration_max DOUBLE, temperature_avg DOUBLE
                ) WITH (
                  'connector' = 'kafka',
                  'properties.bootstrap.servers' = '{kafka}',
                  'properties.transaction.timeout.ms' = '900000',
                  'topic' = '{output}',
                  'key.format' = 'raw',
                  'key.fields' = 'sensor_id',
                  'value.format' = 'avro-confluent',
                  'value.avro-confluent.url' = '{registry}',
                  'sink.delivery-guarantee' = 'exactly-once',
                  'sink.transactional-id-prefix' = '{name}')
                """, job, Map.of());
    }

    private static String filled(String sql, Job job, Map<String, String> further) {
        String text = sql.replace("{kafka}", job.kafka())
                .replace("{registry}", job.registry())
                .replace("{name}", job.name())
                .replace("{topic}", job.topic())
                .replace("{output}", job.output());
        for (Map.Entry<String, String> value : further.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }
}
