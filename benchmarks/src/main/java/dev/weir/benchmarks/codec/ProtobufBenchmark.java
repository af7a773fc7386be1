package dev.weir.benchmarks.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.benchmarks.codec.generated.GeneratedReading;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.codec.ColumnReader;
import dev.weir.codec.column.Columns;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The same readings as in {@link DecodeBenchmark}, in Protobuf. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProtobufBenchmark {

    private static final int RECORDS = DecodeBenchmark.RECORDS;
    /** Magic byte, schema id, message index. */
    private static final int FRAME = 6;

    private static final String SCHEMA = """
            syntax = "proto3";
            message Reading {
              string sensor_id = 1;
              sint64 seq = 2;
              int64 event_time = 3;
              double vibration = 4;
              double temperature = 5;
            }
            """;

    private final byte[][] values = new byte[RECORDS][];
    private ColumnReader columns;
    private ColumnReader twoColumns;
    private Descriptor descriptor;
    private FieldDescriptor vibration;

    /** Makes the readings, and makes sure that all ways read the same of them. */
    @Setup
    public void prepare() throws Exception {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        ProtobufStreamSchema schema = ProtobufStreamSchema.parse(Path.of("reading.proto"), SCHEMA);
        int id = registry.register("readings-value", schema, Compatibility.NONE).id();
        columns = new ColumnReader(
                schema, registry, List.of("sensor_id", "seq", "event_time", "vibration", "temperature"));
        twoColumns = new ColumnReader(schema, registry, List.of("sensor_id", "vibration"));
        descriptor = schema.message();
        vibration = descriptor.findFieldByName("vibration");
        Telemetry log = new Telemetry(new TelemetrySettings(RECORDS, 100, 4, 2, 0, 0, 0, "none", 5));
        Reading reading = new Reading();
        for (int i = 0; i < RECORDS; i++) {
            log.next(reading);
            values[i] = WireFormat.frame(id, schema.format(), body(reading));
            compare(reading, i);
        }
    }

    private static byte[] body(Reading reading) {
        return GeneratedReading.newBuilder()
                .setSensorId(new String(SensorName.of(reading.sensor()), StandardCharsets.UTF_8))
                .setSeq(reading.sequence())
                .setEventTime(reading.time())
                .setVibration(reading.vibration())
                .setTemperature(reading.temperature())
                .build()
                .toByteArray();
    }

    private void compare(Reading reading, int i) throws Exception {
        Columns read = columns.columns(1);
        columns.read(values[i], 0, values[i].length, read);
        GeneratedReading generated = readGenerated(values[i]);
        boolean same = generated
                        .getSensorId()
                        .equals(new String(
                                read.column(0).bytes(), 0, read.column(0).length(0), StandardCharsets.UTF_8))
                && read.column(1).longAt(0) == generated.getSeq()
                && read.column(2).longAt(0) == reading.time()
                && read.column(3).doubleAt(0) == reading.vibration()
                && read.column(4).doubleAt(0) == generated.getTemperature()
                && generated.getVibration() == reading.vibration()
                && readDynamic(values[i]).getField(vibration).equals(reading.vibration());
        if (!same) {
            throw new IllegalStateException("Not all ways read the same of record " + i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Columns weirProtobuf() throws RecordRejectedException, RegistryUnavailableException {
        Columns read = columns.columns(RECORDS);
        for (byte[] value : values) {
            columns.read(value, 0, value.length, read);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Columns weirProtobufTwoColumns() throws RecordRejectedException, RegistryUnavailableException {
        Columns read = twoColumns.columns(RECORDS);
        for (byte[] value : values) {
            twoColumns.read(value, 0, value.length, read);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void protobufGenerated(Blackhole sink) throws InvalidProtocolBufferException {
        for (byte[] value : values) {
            sink.consume(readGenerated(value));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void protobufDynamic(Blackhole sink) throws InvalidProtocolBufferException {
        for (byte[] value : values) {
            sink.consume(readDynamic(value));
        }
    }

    private static GeneratedReading readGenerated(byte[] value) throws InvalidProtocolBufferException {
        return GeneratedReading.parser().parseFrom(value, FRAME, value.length - FRAME);
    }

    private DynamicMessage readDynamic(byte[] value) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(descriptor, ByteString.copyFrom(value, FRAME, value.length - FRAME));
    }
}
