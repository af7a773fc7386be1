package dev.weir.benchmarks.codec;

import dev.weir.benchmarks.codec.specific.SpecificReading;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.codec.ColumnReader;
import dev.weir.codec.column.Columns;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The values of a thousand readings, as they come from Kafka, turned into what a program works with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

    static final int RECORDS = 1_000;
    private static final int FRAME = 5;

    private final byte[][] values = new byte[RECORDS][];
    private final ReadingFormat byHand = new ReadingFormat();
    private ColumnReader columns;
    private ColumnReader twoColumns;
    private GenericDatumReader<GenericRecord> generic;
    private SpecificDatumReader<SpecificReading> specific;
    private @Nullable GenericRecord genericRow;
    private @Nullable SpecificReading specificRow;
    private @Nullable BinaryDecoder decoder;

    /** Makes the readings, and makes sure that all ways read the same of them. */
    @Setup
    public void prepare() throws Exception {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        AvroStreamSchema schema = AvroStreamSchema.parse(Path.of("reading.avsc"), ReadingFormat.SCHEMA);
        int id = registry.register("readings-value", schema, Compatibility.NONE).id();
        columns = new ColumnReader(
                schema, registry, List.of("sensor_id", "seq", "event_time", "vibration", "temperature"));
        twoColumns = new ColumnReader(schema, registry, List.of("sensor_id", "vibration"));
        Schema written = new Schema.Parser().parse(ReadingFormat.SCHEMA);
        generic = new GenericDatumReader<>(written);
        specific = new SpecificDatumReader<>(written, SpecificReading.getClassSchema());
        Telemetry log = new Telemetry(new TelemetrySettings(RECORDS, 100, 4, 2, 0, 0, 0, "none", 5));
        Reading reading = new Reading();
        ReadingFormat format = new ReadingFormat();
        for (int i = 0; i < RECORDS; i++) {
            log.next(reading);
            values[i] = format.write(reading, id);
            compare(reading, i);
        }
    }

    private void compare(Reading reading, int i) throws Exception {
        byHand.read(values[i]);
        Columns read = columns.columns(1);
        columns.read(values[i], 0, values[i].length, read);
        GenericRecord row = readGeneric(values[i]);
        SpecificReading object = readSpecific(values[i]);
        boolean same = byHand.vibration() == reading.vibration()
                && read.column(3).doubleAt(0) == reading.vibration()
                && read.column(2).longAt(0) == reading.time()
                && row.get("vibration").equals(reading.vibration())
                && object.getVibration() == reading.vibration()
                && object.getSeq() == reading.sequence();
        if (!same) {
            throw new IllegalStateException("Not all ways read the same of record " + i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void byHand(Blackhole sink) {
        for (byte[] value : values) {
            byHand.read(value);
            sink.consume(byHand.vibration());
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Columns weirColumns() throws RecordRejectedException, RegistryUnavailableException {
        Columns read = columns.columns(RECORDS);
        for (byte[] value : values) {
            columns.read(value, 0, value.length, read);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Columns weirTwoColumns() throws RecordRejectedException, RegistryUnavailableException {
        Columns read = twoColumns.columns(RECORDS);
        for (byte[] value : values) {
            twoColumns.read(value, 0, value.length, read);
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void avroGeneric(Blackhole sink) throws IOException {
        for (byte[] value : values) {
            sink.consume(readGeneric(value));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void avroSpecific(Blackhole sink) throws IOException {
        for (byte[] value : values) {
            sink.consume(readSpecific(value));
        }
    }

    private GenericRecord readGeneric(byte[] value) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, decoder);
        genericRow = generic.read(genericRow, decoder);
        return genericRow;
    }

    private SpecificReading readSpecific(byte[] value) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, decoder);
        specificRow = specific.read(specificRow, decoder);
        return specificRow;
    }
}
