package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.junit.jupiter.api.Test;

class StreamRowEncoderTest {

    @Test
    void valueBeginsWithMagicByteAndSchemaId() throws Exception {
        byte[] value = encoder("\"int\"", 0x01020304).encode(GenericRowData.of(-1));

        assertThat(value).containsExactly(0, 1, 2, 3, 4, 1);
    }

    @Test
    void encoderCanBeUsedAgainAfterARefusal() throws Exception {
        StreamRowEncoder encoder = encoder("{\"type\":\"array\",\"items\":\"int\"}", 1);
        catchThrowableOfType(RecordRejectedException.class, () -> encoder.encode(row(ints(7, null))));

        assertThat(encoder.encode(row(ints(7)))).containsExactly(0, 0, 0, 0, 1, 2, 14, 0);
    }

    @Test
    void nullsWhereTheSchemaHasNoneAreRefusedByTheirPath() {
        assertRefused("\"int\"", null, RejectCode.MISSING_FIELD, "f");
        assertRefused("{\"type\":\"array\",\"items\":\"int\"}", ints(7, null), RejectCode.MISSING_FIELD, "f[1]");
        assertRefused(
                "{\"type\":\"map\",\"values\":\"int\"}",
                new GenericMapData(Collections.singletonMap(StringData.fromString("k"), null)),
                RejectCode.MISSING_FIELD,
                "f[0]");
        assertRefused(
                "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"g\",\"type\":\"string\"}]}",
                GenericRowData.of((Object) null),
                RejectCode.MISSING_FIELD,
                "f.g");
    }

    @Test
    void valuesBeyondTheSchemaAreRefused() {
        assertOutOfRange("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", StringData.fromString("B"));
        assertOutOfRange("{\"type\":\"string\",\"logicalType\":\"uuid\"}", StringData.fromString("no uuid"));
        assertOutOfRange("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}", new byte[3]);
        assertOutOfRange("{\"type\":\"long\",\"logicalType\":\"time-micros\"}", 86_400_000_000L);
        assertOutOfRange(
                "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}", TimestampData.fromEpochMillis(1L << 60));
        assertOutOfRange(
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2}",
                DecimalData.fromBigDecimal(new BigDecimal("123.45"), 5, 2));
        assertOutOfRange("\"string\"", BinaryStringData.fromBytes(new byte[] {(byte) 0xC0, 0}));
    }

    @Test
    void mapKeysAreWrittenAsText() throws Exception {
        Object map = new GenericMapData(Map.of(StringData.fromString("ä"), 3));

        assertThat(encoder("{\"type\":\"map\",\"values\":\"int\"}", 1).encode(row(map)))
                .containsExactly(0, 0, 0, 0, 1, 2, 4, 0xC3, 0xA4, 6, 0);
    }

    private static void assertOutOfRange(String type, Object value) {
        assertRefused(type, value, RejectCode.OUT_OF_RANGE, "f");
    }

    private static void assertRefused(String type, Object value, RejectCode code, String path) {
        RecordRejectedException rejection = catchThrowableOfType(
                RecordRejectedException.class, () -> encoder(type, 1).encode(row(value)));
        assertThat(rejection).as(type).isNotNull();
        assertThat(rejection.code()).as(type).isEqualTo(code);
        assertThat(rejection.path()).as(type).isEqualTo(path);
    }

    private static GenericRowData row(Object value) {
        return GenericRowData.of(value);
    }

    private static GenericArrayData ints(Integer... values) {
        return new GenericArrayData(values);
    }

    private static StreamRowEncoder encoder(String type, int id) {
        try {
            AvroStreamSchema schema = AvroStreamSchema.parse(
                    Path.of("test.avsc"),
                    "{\"type\":\"record\",\"name\":\"T\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}");
            return new StreamRowEncoder(schema, id);
        } catch (ContractException e) {
            throw new IllegalArgumentException("The test's schema is wrong", e);
        }
    }
}
