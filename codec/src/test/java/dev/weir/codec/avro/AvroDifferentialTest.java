package dev.weir.codec.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.StreamRowEncoder;
import dev.weir.codec.column.Columns;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/** The direct reader and writer against Avro's own, over random schemas, schema pairs and values. */
class AvroDifferentialTest {

    private static final int PAIRS = 300;
    private static final int VALUES = 4;
    private static final int MOST_READERS = 1_000;
    private static final Map<String, AvroColumnReader> READERS = new HashMap<>();

    @Test
    void everyPairReadsAsAvroReadsIt() {
        int read = 0;
        for (int seed = 0; seed < PAIRS; seed++) {
            for (Case example : Case.of(seed)) {
                RowData expected = example.expected(example.allColumns());
                assertThat(example.actual(example.bytes, example.allColumns()))
                        .as(example.toString())
                        .isEqualTo(expected);
                read += expected == null ? 0 : 1;
            }
        }
        assertThat(read).as("events that both could read").isGreaterThan(PAIRS * VALUES / 2);
    }

    @Test
    void everyProjectionReadsTheSameValuesAndRejectsTheSameEvents() {
        for (int seed = 0; seed < PAIRS; seed++) {
            for (Case example : Case.of(seed)) {
                List<String> columns = example.someColumns();
                assertThat(example.actual(example.bytes, columns))
                        .as(example + " columns " + columns)
                        .isEqualTo(example.expected(columns));
            }
        }
    }

    @Test
    void whatIsWrittenReadsBackThroughAvro() throws Exception {
        for (int seed = 0; seed < PAIRS; seed++) {
            for (Case example : Case.of(seed)) {
                GenericRowData row = example.expected(example.allColumns());
                if (row == null) {
                    continue;
                }
                byte[] value = new StreamRowEncoder(example.stream, 1).encode(row);
                byte[] body = Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length);
                IndexedRecord read = Case.readWithAvro(body, example.reader, example.reader);
                assertThat(GenericRows.row(read, example.stream.fields(), example.allColumns()))
                        .as(example.toString())
                        .isEqualTo(row);
            }
        }
    }

    @Test
    void damagedBytesAreRejectedOrReadAsAvroReadsThemWhateverTheProjection() {
        for (int seed = 0; seed < PAIRS; seed++) {
            Random random = new Random(seed);
            for (Case example : Case.of(seed)) {
                byte[] damaged = damage(example.bytes, random);
                RowData row = example.actual(damaged, example.allColumns());
                String description = example + " damaged " + HexFormat.of().formatHex(damaged);
                List<String> columns = example.someColumns();
                RowData projected = example.actual(damaged, columns);
                if (row == null) {
                    assertThat(projected).as(description).isNull();
                } else {
                    IndexedRecord read = Case.readWithAvro(damaged, example.writer, example.reader);
                    assertThat(row)
                            .as(description)
                            .isEqualTo(GenericRows.row(read, example.stream.fields(), example.allColumns()));
                    assertThat(projected)
                            .as(description)
                            .isEqualTo(GenericRows.row(read, example.stream.fields(), columns));
                }
            }
        }
    }

    @Test
    void recordsThatAreRefusedLeaveNoTraceInTheRowsOfOthers() throws Exception {
        int refused = 0;
        for (int seed = 0; seed < PAIRS; seed++) {
            Random random = new Random(seed);
            Case first = Case.of(seed).get(0);
            List<FieldType.Field> fields = first.stream.fields().fields();
            AvroColumnReader reader = first.reader(first.allColumns());
            Columns columns = new Columns(fields, 0);
            List<RowData> expected = new ArrayList<>();
            for (Case example : Case.of(seed)) {
                byte[] damaged = damage(example.bytes, random);
                for (byte[] body : List.of(damaged, example.bytes, damaged)) {
                    columns.reserve();
                    RowData row = example.actual(body, first.allColumns());
                    try {
                        reader.read(body, 0, body.length, columns);
                        columns.endRow();
                        expected.add(row);
                    } catch (RecordRejectedException rejection) {
                        assertThat(row).as(example.toString()).isNull();
                        refused++;
                    }
                }
            }
            assertThat(columns.rows()).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(ReadRows.row(columns, fields, i))
                        .as(first.toString())
                        .isEqualTo(expected.get(i));
            }
        }
        assertThat(refused).isGreaterThan(PAIRS);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    /** One event of one schema pair; prints what is needed to see it again. */
    private record Case(int seed, Schema writer, Schema reader, AvroStreamSchema stream, byte[] bytes) {

        static List<Case> of(int seed) {
            Random random = new Random(seed);
            RandomSchemas.Pair pair = new RandomSchemas(random).pair();
            RandomValues values = new RandomValues(random);
            List<Case> cases = new ArrayList<>();
            try {
                AvroStreamSchema stream = AvroStreamSchema.parse(
                        Path.of("seed-" + seed + ".avsc"), pair.reader().toString());
                for (int i = 0; i < VALUES; i++) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    BinaryEncoder encoder = random.nextBoolean()
                            ? EncoderFactory.get().directBinaryEncoder(bytes, null)
                            : EncoderFactory.get().blockingBinaryEncoder(bytes, null);
                    new GenericDatumWriter<Object>(pair.writer()).write(values.valueOf(pair.writer()), encoder);
                    encoder.flush();
                    cases.add(new Case(seed, pair.writer(), pair.reader(), stream, bytes.toByteArray()));
                }
            } catch (ContractException | IOException e) {
                throw new AssertionError("seed " + seed + " makes no stream schema: " + pair, e);
            }
            return cases;
        }

        List<String> allColumns() {
            return FlinkTypes.columns(stream.fields());
        }

        List<String> someColumns() {
            Random random = new Random(seed);
            List<String> columns = new ArrayList<>(allColumns());
            Collections.shuffle(columns, random);
            return columns.subList(0, random.nextInt(columns.size() + 1));
        }

        /** Code is written for each pair of schemas, which takes longer than to read an event. */
        private AvroColumnReader reader(List<String> columns) {
            if (READERS.size() == MOST_READERS) {
                READERS.clear();
            }
            return READERS.computeIfAbsent(seed + " " + columns, pair -> new AvroColumnReader(writer, stream, columns));
        }

        /** Null if the event is rejected. */
        RowData actual(byte[] value, List<String> columns) {
            try {
                return ReadRows.read(reader(columns), stream.fields(), columns, value);
            } catch (RecordRejectedException rejection) {
                return null;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(this + " value " + HexFormat.of().formatHex(value), e);
            }
        }

        /** Null if Avro refuses the event. */
        GenericRowData expected(List<String> columns) {
            try {
                return GenericRows.row(readWithAvro(bytes, writer, reader), stream.fields(), columns);
            } catch (AvroTypeException e) {
                return null;
            }
        }

        static IndexedRecord readWithAvro(byte[] bytes, Schema writer, Schema reader) {
            try {
                // Avro 1.12.2 checks counts by the size of the reader's elements, where the writer's may be smaller,
                // and so refuses good events; it ignores what follows.
                byte[] padded = Arrays.copyOf(bytes, bytes.length + 65_536);
                return new GenericDatumReader<IndexedRecord>(writer, reader)
                        .read(null, DecoderFactory.get().binaryDecoder(padded, null));
            } catch (IOException e) {
                throw new AssertionError("Avro can't read what was read", e);
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + " writer " + writer + " reader " + reader + " bytes "
                    + HexFormat.of().formatHex(bytes);
        }
    }
}
