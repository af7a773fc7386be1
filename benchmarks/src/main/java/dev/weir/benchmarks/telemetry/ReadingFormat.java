package dev.weir.benchmarks.telemetry;

import java.util.Arrays;

/**
 * The value of a record of the log, Avro in Confluent's wire format, written and read by hand: as fast as it can be done for
 * this one schema. Not thread-safe.
 */
public final class ReadingFormat {

    public static final String SCHEMA = """
            {"type": "record", "name": "Reading", "namespace": "benchmarks", "fields": [
              {"name": "sensor_id", "type": "string"},
              {"name": "seq", "type": "long"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "vibration", "type": "double"},
              {"name": "temperature", "type": "double"}
            ]}
            """;

    /** Of a record that has several readings: the first is of {@code event_time}, each further one a period later. */
    public static final String BURST_SCHEMA = """
            {"type": "record", "name": "Burst", "namespace": "benchmarks", "fields": [
              {"name": "sensor_id", "type": "string"},
              {"name": "seq", "type": "long"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "period_micros", "type": "int"},
              {"name": "vibrations", "type": {"type": "array", "items": "double"}},
              {"name": "temperature", "type": "double"}
            ]}
            """;

    private static final int PERIOD_MICROS = 100;

    private final AvroBytes avro = new AvroBytes();
    private int nameOffset;
    private int nameLength;
    private long sequence;
    private long time;
    private double vibration;
    private double temperature;

    public byte[] write(Reading reading, int schemaId) {
        avro.begin(schemaId);
        avro.writeLong(SensorName.LENGTH);
        SensorName.write(reading.sensor, avro.bytes, avro.position);
        avro.position += SensorName.LENGTH;
        avro.writeLong(reading.sequence);
        avro.writeLong(reading.time);
        if (reading.burst.length > 0) {
            writeBurst(reading.burst);
        } else {
            avro.writeDouble(reading.vibration);
        }
        avro.writeDouble(reading.temperature);
        return Arrays.copyOf(avro.bytes, avro.position);
    }

    private void writeBurst(double[] vibrations) {
        avro.writeLong(PERIOD_MICROS);
        avro.writeLong(vibrations.length);
        avro.reserve((vibrations.length + 2) * Double.BYTES);
        for (double vibration : vibrations) {
            avro.writeDouble(vibration);
        }
        avro.writeLong(0);
    }

    /** Reads a value that is no burst, whose fields are here until the next is read. */
    public void read(byte[] value) {
        avro.wrap(value);
        nameLength = (int) avro.readLong();
        nameOffset = avro.position;
        avro.position += nameLength;
        sequence = avro.readLong();
        time = avro.readLong();
        vibration = avro.readDouble();
        temperature = avro.readDouble();
    }

    /** Where the sensor's name begins in the value. */
    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    public long sequence() {
        return sequence;
    }

    public long time() {
        return time;
    }

    public double vibration() {
        return vibration;
    }

    public double temperature() {
        return temperature;
    }
}
