package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.telemetry.ReadingFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project whose pipeline makes a stream of all readings, and whose delivery takes them into the lake. */
final class ReadingsProject {

    static final String PIPELINE = "readings";
    static final String LOG = "telemetry";

    private final Path folder;
    private final LakeSettings settings;

    private ReadingsProject(Path folder, LakeSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** Writes it, without a delivery yet. */
    static ReadingsProject write(Path folder, LakeSettings settings) throws IOException {
        Path streams = Files.createDirectories(folder.resolve("streams"));
        Files.writeString(streams.resolve(LOG + ".avsc"), ReadingFormat.SCHEMA);
        Files.writeString(streams.resolve(LOG + ".yaml"), """
                stream: %1$s
                schema: %1$s.avsc
                key: sensor_id
                time: { field: event_time, disorder: 30s }
                partitions: %2$d
                retention: forever
                """.formatted(LOG, settings.partitions()));
        Files.writeString(folder.resolve("pipeline.sql"), """
                CREATE TABLE readings (
                  sensor_id STRING NOT NULL, seq BIGINT NOT NULL, event_time TIMESTAMP_LTZ(3) NOT NULL,
                  vibration DOUBLE NOT NULL, temperature DOUBLE NOT NULL
                ) DISTRIBUTED BY HASH(sensor_id) INTO %1$d BUCKETS WITH ('retention' = 'forever');

                INSERT INTO readings SELECT sensor_id, seq, event_time, vibration, temperature FROM %2$s;
                """.formatted(settings.partitions(), LOG));
        return new ReadingsProject(folder, settings);
    }

    /** The folder, with one delivery into a table of that name, and no other. */
    Path delivering(String table) throws IOException {
        // The pipeline has nothing to do while deliveries are measured, and shouldn't commit that often.
        Files.writeString(folder.resolve("weir.yaml"), """
                name: %s
                commit: 10s
                deliveries:
                  %s: { stream: readings, iceberg: %s, commit: %ds }
                """.formatted(
                PIPELINE, table.replace('_', '-'), table, settings.commit().toSeconds()));
        return folder;
    }

    /** The job of a delivery, as Flink and the metrics name it. */
    static String job(String table) {
        return PIPELINE + "." + table.replace('_', '-');
    }
}
