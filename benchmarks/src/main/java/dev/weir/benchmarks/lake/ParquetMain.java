package dev.weir.benchmarks.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.weir.benchmarks.measure.Sample;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.data.FlinkParquetReaders;
import org.apache.iceberg.flink.data.FlinkParquetWriters;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The process of Iceberg's bare Parquet writer, of the kind that a delivery has: one thread, one file, rows that are made before they are
 * written. Its argument is a file with the {@link ParquetJob}. Only the time in the writer is measured.
 */
final class ParquetMain {

    private static final int ROWS_AT_ONCE = 50_000;

    private final ParquetJob job;
    private final Schema schema;
    private final Map<String, String> properties;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private long nanos;
    private long cpuNanos;
    private long rows;

    private ParquetMain(ParquetJob job) throws IOException {
        this.job = job;
        JsonNode table = new ObjectMapper().readTree(Path.of(job.metadata()).toFile());
        this.schema = SchemaParser.fromJson(table.get("schemas").get(0).toString());
        this.properties = new HashMap<>();
        table.get("properties")
                .properties()
                .forEach(property ->
                        properties.put(property.getKey(), property.getValue().asText()));
    }

    /** A step of the writer. */
    private interface Step {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        ParquetJob job = new ObjectMapper().readValue(Path.of(arguments[0]).toFile(), ParquetJob.class);
        ParquetMain main = new ParquetMain(job);
        main.write();
        Path done = Path.of(job.folder(), ParquetJob.DONE);
        new ObjectMapper().writeValue(done.toFile(), main.readBack());
    }

    private void write() throws IOException {
        TelemetrySettings settings =
                new TelemetrySettings(job.records(), job.sensors(), job.partitions(), 1, 0, 0, 0, "none", job.seed());
        MadeRows made = new MadeRows(
                settings, schema.columns().stream().map(NestedField::name).toList());
        RowType type = FlinkSchemaUtil.convert(schema);
        try (Writer samples = Files.newBufferedWriter(Path.of(job.folder(), ParquetJob.SAMPLES))) {
            samples.write(sample());
            FileAppender<RowData> file = Parquet.write(org.apache.iceberg.Files.localOutput(file()))
                    .schema(schema)
                    .setAll(properties)
                    .createWriterFunc((columns, message) -> FlinkParquetWriters.buildWriter(columns, message, type))
                    .build();
            for (List<RowData> some = made.next(ROWS_AT_ONCE); !some.isEmpty(); some = made.next(ROWS_AT_ONCE)) {
                List<RowData> next = some;
                timed(() -> file.addAll(next));
                rows += next.size();
                samples.write(sample());
            }
            timed(file::close);
            samples.write(sample());
        }
    }

    private void timed(Step step) throws IOException {
        long begun = System.nanoTime();
        long cpuBegun = system.getProcessCpuTime();
        step.run();
        nanos += System.nanoTime() - begun;
        cpuNanos += system.getProcessCpuTime() - cpuBegun;
    }

    private String sample() {
        return new Sample(nanos, rows, cpuNanos, 0).line();
    }

    private String file() {
        return Path.of(job.folder(), ParquetJob.FILE).toString();
    }

    private TableSums readBack() throws IOException {
        int sequence = index("seq");
        int time = index("event_time");
        int vibration = index("vibration");
        int temperature = index("temperature");
        long found = 0;
        long sequences = 0;
        long millis = 0;
        double vibrations = 0;
        double temperatures = 0;
        try (CloseableIterable<RowData> all = Parquet.read(org.apache.iceberg.Files.localInput(file()))
                .project(schema)
                .createReaderFunc(message -> FlinkParquetReaders.buildReader(schema, message))
                .reuseContainers()
                .build()) {
            for (RowData row : all) {
                found++;
                sequences += row.getLong(sequence);
                millis += row.getTimestamp(time, 3).getMillisecond() - Telemetry.BASE;
                vibrations += row.getDouble(vibration);
                temperatures += row.getDouble(temperature);
            }
        }
        return new TableSums(found, sequences, millis, vibrations, temperatures);
    }

    private int index(String column) {
        return schema.columns().indexOf(schema.findField(column));
    }
}
