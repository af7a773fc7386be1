package dev.weir.codec;

import dev.weir.codec.PlainValues.RowField;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * The record keys of rows and, for tombstones, the rows of record keys.
 *
 * <p>Safe to share between threads, not serialisable: create it in {@code open()}, from the schema's fields.
 */
public final class RowKeys {

    private final List<RowField> fields = new ArrayList<>();
    private final List<FieldType> types = new ArrayList<>();
    private final int[] positions;
    private final int arity;

    /**
     * @param schema the fields of the stream
     * @param key the contract's key, at least one field
     * @param columns the columns of the rows, in order; the key's must be among them
     */
    public RowKeys(FieldType.Struct schema, List<String> key, List<String> columns) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A stream without key has no record keys");
        }
        arity = columns.size();
        positions = key.stream().mapToInt(columns::indexOf).toArray();
        for (int i = 0; i < positions.length; i++) {
            String name = key.get(i);
            if (positions[i] < 0) {
                throw new IllegalArgumentException("The rows lack key column '" + name + "'");
            }
            FieldType.Field field = schema.find(name).orElseThrow();
            if (!KeyFormat.supports(field.type())) {
                throw new IllegalArgumentException("Column '" + name + "' can't be part of a key: " + field.type());
            }
            types.add(field.type());
            fields.add(new RowField(field, positions[i]));
        }
    }

    /**
     * The record key of a row.
     *
     * @throws RecordRejectedException ({@link RejectCode#MISSING_FIELD}) if a key column is null
     */
    public byte[] key(RowData row) throws RecordRejectedException {
        List<Object> values = new ArrayList<>(fields.size());
        for (RowField field : fields) {
            Object value = field.plain(row);
            if (value == null) {
                throw new RecordRejectedException(RejectCode.MISSING_FIELD, field.name(), "a key", "null");
            }
            values.add(value);
        }
        return KeyFormat.encode(values);
    }

    /**
     * The row that a tombstone with this key ends.
     *
     * @return a row of kind INSERT with the key columns set and all others null, whatever their type
     * @throws RecordRejectedException ({@link RejectCode#MALFORMED}) if the bytes are no key of this stream
     */
    public RowData row(byte[] key) throws RecordRejectedException {
        List<Object> values = KeyFormat.decode(key, types);
        GenericRowData row = new GenericRowData(arity);
        for (int i = 0; i < positions.length; i++) {
            row.setField(positions[i], internal(types.get(i), values.get(i)));
        }
        return row;
    }

    private static Object internal(FieldType type, Object plain) {
        if (type instanceof FieldType.Decimal decimal) {
            return DecimalData.fromBigDecimal((java.math.BigDecimal) plain, decimal.precision(), decimal.scale());
        } else if (type instanceof FieldType.Timestamp) {
            return TimestampData.fromInstant((Instant) plain);
        } else if (type instanceof FieldType.LocalTimestamp) {
            return TimestampData.fromLocalDateTime((LocalDateTime) plain);
        } else if (type instanceof FieldType.TimeOfDay time) {
            long nanos = ((LocalTime) plain).toNanoOfDay();
            return time.precision() == 3 ? (Object) (int) (nanos / 1_000_000) : (Object) (nanos / 1_000);
        } else if (type == FieldType.Scalar.DATE) {
            return (int) ((LocalDate) plain).toEpochDay();
        } else if (type == FieldType.Scalar.UUID || plain instanceof String) {
            return StringData.fromString(plain.toString());
        }
        return plain;
    }
}
