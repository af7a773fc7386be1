package dev.weir.codec.avro;

import dev.weir.contract.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** What Avro's own reader gave, as Flink's rows: the oracle of the direct reader. */
final class GenericRows {

    private GenericRows() {}

    /** @param columns the fields to take, in this order */
    static GenericRowData row(IndexedRecord record, FieldType.Struct struct, List<String> columns) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            FieldType type = struct.find(columns.get(i)).orElseThrow().type();
            row.setField(
                    i,
                    value(record.get(record.getSchema().getField(columns.get(i)).pos()), type));
        }
        return row;
    }

    private static Object value(Object value, FieldType type) {
        if (value == null) {
            return null;
        } else if (type instanceof FieldType.Struct struct) {
            List<String> all =
                    struct.fields().stream().map(FieldType.Field::name).toList();
            return row((IndexedRecord) value, struct, all);
        } else if (type instanceof FieldType.ListOf list) {
            return new GenericArrayData(((List<?>) value)
                    .stream().map(element -> value(element, list.element())).toArray());
        } else if (type instanceof FieldType.MapOf map) {
            Map<Object, Object> entries = new HashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, element) ->
                            entries.put(StringData.fromString(key.toString()), value(element, map.value())));
            return new GenericMapData(entries);
        } else if (type instanceof FieldType.Decimal decimal) {
            BigDecimal exact = new BigDecimal(new BigInteger(bytes(value)), decimal.scale());
            return DecimalData.fromBigDecimal(exact, decimal.precision(), decimal.scale());
        } else if (type instanceof FieldType.Timestamp timestamp) {
            return timestamp((Long) value, timestamp.precision());
        } else if (type instanceof FieldType.LocalTimestamp timestamp) {
            return timestamp((Long) value, timestamp.precision());
        } else if (type == FieldType.Scalar.BYTES || type instanceof FieldType.Fixed) {
            return bytes(value);
        } else if (type == FieldType.Scalar.UUID && value instanceof GenericFixed) {
            ByteBuffer bits = ByteBuffer.wrap(bytes(value));
            return StringData.fromString(new UUID(bits.getLong(), bits.getLong()).toString());
        } else if (type == FieldType.Scalar.STRING
                || type == FieldType.Scalar.UUID
                || type instanceof FieldType.Enumeration) {
            return StringData.fromString(value.toString());
        }
        return value;
    }

    private static TimestampData timestamp(long value, int precision) {
        BigInteger nanos = BigInteger.valueOf(value).multiply(BigInteger.TEN.pow(9 - precision));
        BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
        return TimestampData.fromInstant(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
