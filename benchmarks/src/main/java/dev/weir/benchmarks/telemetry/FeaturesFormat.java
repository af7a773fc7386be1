package dev.weir.benchmarks.telemetry;

import java.util.Arrays;

/** A row of results as the ways that are written by hand write it, Avro in Confluent's wire format. Not thread-safe. */
public final class FeaturesFormat {

    public static final String SCHEMA = """
            {"type": "record", "name": "Features", "namespace": "benchmarks", "fields": [
              {"name": "window_start", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "window_end", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "sensor_id", "type": "string"},
              {"name": "readings", "type": "long"},
              {"name": "vibration_avg", "type": "double"},
              {"name": "vibration_min", "type": "double"},
              {"name": "vibration_max", "type": "double"},
              {"name": "temperature_avg", "type": "double"}
            ]}
            """;

    private final AvroBytes avro = new AvroBytes();

    /** @param name the sensor's, as bytes */
    public byte[] write(
            int schemaId,
            long windowStart,
            byte[] name,
            long readings,
            double vibrationSum,
            double vibrationMin,
            double vibrationMax,
            double temperatureSum) {
        avro.begin(schemaId);
        avro.writeLong(windowStart);
        avro.writeLong(windowStart + Telemetry.WINDOW_MILLIS);
        avro.writeLong(name.length);
        System.arraycopy(name, 0, avro.bytes, avro.position, name.length);
        avro.position += name.length;
        avro.writeLong(readings);
        avro.writeDouble(vibrationSum / readings);
        avro.writeDouble(vibrationMin);
        avro.writeDouble(vibrationMax);
        avro.writeDouble(temperatureSum / readings);
        return Arrays.copyOf(avro.bytes, avro.position);
    }
}
