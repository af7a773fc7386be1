package dev.weir.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.column.Columns;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.FieldType;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies read from their encoding against Protobuf's own parser, over random schemas, schema pairs, messages and damage. */
class ProtobufDifferentialTest {

    private static final int PAIRS = 45;
    private static final int BODIES = 60;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyBodyIsReadOrRefusedAsByTheParserWhateverTheProjection(int part) {
        int read = 0;
        int refused = 0;
        for (int seed = part * PAIRS; seed < (part + 1) * PAIRS; seed++) {
            Random random = new Random(seed);
            Pair pair = new Pair(seed, random);
            RandomBodies bodies = new RandomBodies(random);
            for (int i = 0; i < BODIES; i++) {
                byte[] body = bodies.body(pair.writer.message());
                pair.check(i % 3 == 0 ? damage(body, random) : body);
            }
            read += pair.columns.rows();
            refused += pair.refused;
        }
        assertThat(read).as("read").isGreaterThan(PAIRS * BODIES / 4);
        assertThat(refused).as("refused").isGreaterThan(PAIRS * BODIES / 20);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    /** Two schemas, read as a whole and in part, and all that was read so far. */
    private static final class Pair {

        private final int seed;
        private final ProtobufStreamSchema writer;
        private final ProtobufStreamSchema reader;
        private final List<String> all;
        private final List<String> some;
        private final ProtobufColumnReader ofAll;
        private final ProtobufColumnReader ofSome;
        private final Columns columns;
        private final List<RowData> expected = new ArrayList<>();
        private int refused;

        Pair(int seed, Random random) {
            this.seed = seed;
            RandomProtos.Pair schemas = new RandomProtos(random).pair();
            writer = schemas.writer();
            reader = schemas.reader();
            all = FlinkTypes.columns(reader.fields());
            List<String> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            some = shuffled.subList(0, random.nextInt(shuffled.size() + 1));
            ofAll = new ProtobufColumnReader(writer, reader, all);
            ofSome = new ProtobufColumnReader(writer, reader, some);
            columns = new Columns(reader.fields().fields(), 0);
        }

        void check(byte[] body) {
            byte[] value = new byte[body.length + 1];
            System.arraycopy(body, 0, value, 1, body.length);
            GenericRowData row = MessageRows.row(body, writer, reader, all);
            assertThat(read(ofAll, all, value)).as(describe(body)).isEqualTo(row);
            assertThat(read(ofSome, some, value))
                    .as(describe(body) + " columns " + some)
                    .isEqualTo(MessageRows.row(body, writer, reader, some));
            append(value, row);
        }

        private @Nullable RowData read(ProtobufColumnReader from, List<String> columns, byte[] value) {
            try {
                return ReadRows.read(from, reader.fields(), columns, value);
            } catch (RecordRejectedException rejection) {
                return null;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(describe(value), e);
            }
        }

        /** What is refused leaves no trace in the rows before and behind it. */
        private void append(byte[] value, @Nullable RowData row) {
            columns.reserve();
            try {
                ofAll.read(value, 0, value.length, columns);
                columns.endRow();
                expected.add(row);
            } catch (RecordRejectedException rejection) {
                refused++;
            }
            List<FieldType.Field> fields = reader.fields().fields();
            for (int i = Math.max(0, expected.size() - 2); i < expected.size(); i++) {
                assertThat(ReadRows.row(columns, fields, i)).as(describe(value)).isEqualTo(expected.get(i));
            }
        }

        private String describe(byte[] body) {
            return "seed " + seed + " writer " + writer.text() + " reader " + reader.text() + " bytes "
                    + HexFormat.of().formatHex(body);
        }
    }
}
