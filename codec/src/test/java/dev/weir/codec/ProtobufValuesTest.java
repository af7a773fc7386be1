package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DynamicMessage;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.event.WireFormat;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class ProtobufValuesTest {

    private static final ProtobufStreamSchema EVERYTHING = schema("""
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            message Event {
              string name = 1;
              sint32 small = 2;
              fixed64 huge = 3;
              uint32 natural = 4;
              optional double ratio = 5;
              Kind kind = 6;
              google.protobuf.Timestamp at = 7;
              google.protobuf.StringValue note = 8;
              repeated Line lines = 9;
              map<string, int64> counts = 10;
              bytes raw = 11;
              bool done = 12;
              oneof choice { string left = 13; int64 right = 14; }
              float heat = 15;
              repeated sfixed32 packed = 16;
            }
            enum Kind { NONE = 0; LIKE = 1; POST = 5; }
            message Line { string text = 1; optional int64 price = 2; }
            """);

    private static final GenericRowData FULL = GenericRowData.of(
            text("Zoë"),
            -7,
            DecimalData.fromBigDecimal(new BigDecimal("18446744073709551615"), 20, 0),
            4_294_967_295L,
            0.0,
            text("POST"),
            TimestampData.fromInstant(Instant.parse("1969-12-31T23:59:59.123456789Z")),
            text(""),
            new GenericArrayData(new Object[] {GenericRowData.of(text("a"), 3L), GenericRowData.of(text(""), null)}),
            new GenericMapData(Map.of(text("x"), 1L, text("y"), Long.MIN_VALUE)),
            new byte[] {0, -1},
            true,
            null,
            0L,
            Float.NaN,
            new GenericArrayData(new Object[] {1, -2}));

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void everyTypeReadsBackAsItWasWritten() throws Exception {
        assertThat(decode(EVERYTHING, EVERYTHING, encode(EVERYTHING, FULL))).isEqualTo(FULL);
    }

    @Test
    void whatIsWrittenIsReadByTheLibrary() throws Exception {
        byte[] value = encode(EVERYTHING, FULL);

        DynamicMessage message = DynamicMessage.parseFrom(
                EVERYTHING.message(), Arrays.copyOfRange(value, WireFormat.HEADER_BYTES + 1, value.length));

        assertThat(message.getUnknownFields().isEmpty()).isTrue();
        assertThat(field(message, "huge")).isEqualTo(-1L);
        assertThat(field(message, "natural")).isEqualTo(-1);
        assertThat(field(message, "kind")).hasToString("POST");
        assertThat(message.hasField(EVERYTHING.message().findFieldByName("ratio")))
                .isTrue();
        assertThat(message.hasField(EVERYTHING.message().findFieldByName("left")))
                .isFalse();
    }

    @Test
    void fieldsThatWereLeftOutAreNullOrZero() throws Exception {
        int id = registry.register("s", EVERYTHING, Compatibility.NONE).id();

        RowData row = decoder(EVERYTHING, FlinkTypes.columns(EVERYTHING.fields()))
                .decode(WireFormat.frame(id, EVERYTHING.format(), new byte[0]));

        assertThat(row)
                .isEqualTo(GenericRowData.of(
                        text(""),
                        0,
                        DecimalData.fromBigDecimal(BigDecimal.ZERO, 20, 0),
                        0L,
                        null,
                        text("NONE"),
                        null,
                        null,
                        new GenericArrayData(new Object[0]),
                        new GenericMapData(Map.of()),
                        new byte[0],
                        false,
                        null,
                        null,
                        0f,
                        new GenericArrayData(new Object[0])));
    }

    @Test
    void olderVersionReadsAsNewerOneByFieldNumber() throws Exception {
        ProtobufStreamSchema older =
                schema("syntax = \"proto3\"; message E { int32 a = 1; float b = 2; string c = 3; }");
        ProtobufStreamSchema newer = schema(
                "syntax = \"proto3\"; message E { double bb = 2; int64 aa = 1; optional string d = 4; bool e = 5; }");

        RowData row = decode(older, newer, encode(older, GenericRowData.of(5, 0.5f, text("gone"))));

        assertThat(row).isEqualTo(GenericRowData.of(0.5, 5L, null, false));
    }

    @Test
    void typeThatDidNotWidenIsRefusedByItsField() throws Exception {
        ProtobufStreamSchema older = schema("syntax = \"proto3\"; message E { int64 a = 1; }");
        ProtobufStreamSchema newer = schema("syntax = \"proto3\"; message E { int32 a = 1; }");
        byte[] value = encode(older, GenericRowData.of(5L));

        RecordRejectedException rejection =
                catchThrowableOfType(RecordRejectedException.class, () -> decode(older, newer, value));

        assertThat(rejection.code()).isEqualTo(RejectCode.WRONG_SCHEMA);
        assertThat(rejection.path()).isEqualTo("a");
    }

    @Test
    void symbolThatTheReaderLacksIsRefused() throws Exception {
        ProtobufStreamSchema newer = schema("syntax = \"proto3\"; message E { K k = 1; } enum K { A = 0; B = 1; }");
        ProtobufStreamSchema older = schema("syntax = \"proto3\"; message E { K k = 1; } enum K { A = 0; }");
        byte[] value = encode(newer, GenericRowData.of(text("B")));

        assertThatThrownBy(() -> decode(newer, older, value))
                .isInstanceOfSatisfying(
                        RecordRejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(RejectCode.OUT_OF_RANGE));
    }

    @Test
    void rowsWithoutPlaceInTheSchemaAreRefusedByTheirField() {
        ProtobufStreamSchema narrow = schema("""
                syntax = "proto3";
                message E { uint32 n = 1; K k = 2; repeated string r = 3; oneof o { int32 x = 4; int32 y = 5; } }
                enum K { A = 0; }
                """);
        Object strings = new GenericArrayData(new Object[] {text("a"), null});
        Object none = new GenericArrayData(new Object[0]);

        assertThat(refusedPath(narrow, GenericRowData.of(-1L, text("A"), none, null, null)))
                .isEqualTo("n");
        assertThat(refusedPath(narrow, GenericRowData.of(1L, text("B"), none, null, null)))
                .isEqualTo("k");
        assertThat(refusedPath(narrow, GenericRowData.of(1L, text("A"), strings, null, null)))
                .isEqualTo("r[1]");
        assertThat(refusedPath(narrow, GenericRowData.of(1L, text("A"), none, 1, 2)))
                .isEqualTo("y");
        assertThat(refusedPath(narrow, GenericRowData.of(null, text("A"), none, 1, null)))
                .isEqualTo("n");
    }

    @Test
    void damagedBytesAreReadOrRejectedWhateverTheProjection() throws Exception {
        byte[] good = encode(EVERYTHING, FULL);
        ReadValues all = decoder(EVERYTHING, FlinkTypes.columns(EVERYTHING.fields()));
        ReadValues none = decoder(EVERYTHING, List.of());
        Random random = new Random(3);
        int rejected = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes =
                    random.nextBoolean() ? good.clone() : Arrays.copyOf(good, 5 + random.nextInt(good.length - 5));
            for (int j = random.nextInt(4); j > 0 && bytes.length > 5; j--) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            }
            boolean rejectedByAll = isRejected(all, bytes);
            assertThat(isRejected(none, bytes))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(rejectedByAll);
            rejected += rejectedByAll ? 1 : 0;
        }
        assertThat(rejected).isBetween(5_000, 19_000);
    }

    private static boolean isRejected(ReadValues decoder, byte[] bytes) throws Exception {
        try {
            decoder.decode(bytes);
            return false;
        } catch (RecordRejectedException rejection) {
            return true;
        }
    }

    private String refusedPath(ProtobufStreamSchema schema, RowData row) {
        return catchThrowableOfType(RecordRejectedException.class, () -> encode(schema, row))
                .path();
    }

    private static Object field(DynamicMessage message, String name) {
        return message.getField(EVERYTHING.message().findFieldByName(name));
    }

    private byte[] encode(ProtobufStreamSchema schema, RowData row) throws Exception {
        int id = registry.register("s", schema, Compatibility.NONE).id();
        return new StreamRowEncoder(schema, id).encode(row);
    }

    private RowData decode(ProtobufStreamSchema writer, ProtobufStreamSchema reader, byte[] value) throws Exception {
        registry.register("s", writer, Compatibility.NONE);
        return decoder(reader, FlinkTypes.columns(reader.fields())).decode(value);
    }

    private ReadValues decoder(ProtobufStreamSchema reader, List<String> columns) {
        return new ReadValues(new ColumnReader(reader, registry, columns), reader.fields(), columns);
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static ProtobufStreamSchema schema(String text) {
        try {
            return ProtobufStreamSchema.parse(Path.of("test.proto"), text);
        } catch (ContractException e) {
            throw new IllegalArgumentException("The test's schema is wrong", e);
        }
    }
}
