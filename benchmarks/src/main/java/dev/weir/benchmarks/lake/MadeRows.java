package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** The rows that a delivery writes, made in memory: the columns of the stream, and those that say where a row comes from. Not thread-safe. */
final class MadeRows {

    /** So many records are taken by the broker in a millisecond. */
    private static final int IN_A_MILLISECOND = 500;

    private final Telemetry log;
    private final Reading reading = new Reading();
    private final List<String> columns;
    private final long[] offsets;
    private long made;

    /** @param columns of the table */
    MadeRows(TelemetrySettings settings, List<String> columns) {
        this.log = new Telemetry(settings);
        this.columns = List.copyOf(columns);
        this.offsets = new long[settings.partitions()];
    }

    /** The next rows, fewer at the end of the log, and then none. */
    List<RowData> next(int most) {
        List<RowData> rows = new ArrayList<>(most);
        while (rows.size() < most && log.next(reading)) {
            GenericRowData row = new GenericRowData(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                row.setField(i, value(columns.get(i)));
            }
            offsets[reading.partition()]++;
            made++;
            rows.add(row);
        }
        return rows;
    }

    private Object value(String column) {
        return switch (column) {
            case "sensor_id" -> StringData.fromBytes(SensorName.of(reading.sensor()));
            case "seq" -> reading.sequence();
            case "event_time" -> TimestampData.fromEpochMillis(reading.time());
            case "vibration" -> reading.vibration();
            case "temperature" -> reading.temperature();
            case "known_at" -> TimestampData.fromEpochMillis(Telemetry.BASE + made / IN_A_MILLISECOND);
            case "kafka_partition" -> reading.partition();
            case "kafka_offset" -> offsets[reading.partition()];
            default -> throw new IllegalArgumentException("The table has a column that isn't known here: " + column);
        };
    }
}
