package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.ReadingFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project of the log's contract, and of the pipeline over it, as a user would write them. */
final class ProjectFolder {

    private static final String UNNESTED = """
            CREATE VIEW readings AS
            SELECT sensor_id, event_time, vibration, temperature FROM %s CROSS JOIN UNNEST(vibrations) AS burst (vibration);
            """;

    private ProjectFolder() {}

    /** Writes a project that has the contract only. */
    static Path contract(Path folder, Contestant contestant) throws IOException {
        String stream = contestant.topic();
        Path streams = Files.createDirectories(folder.resolve("streams"));
        Files.writeString(
                streams.resolve("telemetry.avsc"),
                contestant.log().burst() > 1 ? ReadingFormat.BURST_SCHEMA : ReadingFormat.SCHEMA);
        Files.writeString(streams.resolve(stream + ".yaml"), """
                stream: %s
                schema: telemetry.avsc
                key: sensor_id
                time: { field: event_time, disorder: 30s }
                %s
                partitions: %d
                retention: forever
                rules: [ %s ]
                """.formatted(
                        stream,
                        contestant.settings().identity() ? "identity: { producer: sensor_id, sequence: seq }" : "",
                        contestant.log().partitions(),
                        contestant.settings().rules() ? "\"vibration >= 0.0 && temperature <= 400.0\"" : ""));
        Files.writeString(folder.resolve("weir.yaml"), "name: telemetry\n");
        return folder;
    }

    /** Writes a project that has the pipeline, too. */
    static Path pipeline(Path folder, Contestant contestant, String name, String output) throws IOException {
        contract(folder, contestant);
        Files.writeString(folder.resolve("weir.yaml"), """
                name: %s
                parallelism: %d
                commit: %dms
                """.formatted(
                        name,
                        contestant.settings().parallelism(),
                        contestant.settings().commit().toMillis()));
        Files.writeString(folder.resolve("pipeline.sql"), """
                %4$sCREATE TABLE %2$s (
                  window_start TIMESTAMP(3), window_end TIMESTAMP(3), sensor_id STRING NOT NULL, readings BIGINT,
                  vibration_avg DOUBLE, vibration_min DOUBLE, vibration_max DOUBLE, temperature_avg DOUBLE
                ) DISTRIBUTED BY HASH(sensor_id) INTO %3$d BUCKETS;
                %6$s
                CREATE VIEW features AS
                SELECT window_start, window_end, sensor_id, COUNT(*) AS readings, AVG(vibration) AS vibration_avg,
                  MIN(vibration) AS vibration_min, MAX(vibration) AS vibration_max, AVG(temperature) AS temperature_avg
                FROM TABLE(TUMBLE(TABLE %5$s, DESCRIPTOR(event_time), INTERVAL '10' MINUTES))
                GROUP BY window_start, window_end, sensor_id;

                INSERT INTO %2$s SELECT * FROM features;
                """.formatted(
                        contestant.topic(),
                        output,
                        contestant.log().partitions(),
                        contestant.way() == WaySpec.WEIR_SQL ? "SET 'weir.rollup' = 'off';\n" : "",
                        contestant.log().burst() > 1 ? "readings" : contestant.topic(),
                        contestant.log().burst() > 1 ? UNNESTED.formatted(contestant.topic()) : ""));
        return folder;
    }
}
