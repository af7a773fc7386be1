package dev.weir.codec.column;

import dev.weir.contract.FieldType;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** Shows one row of columns at a time, with the types of {@code FlinkTypes}. What it gives out refers to the columns. */
public final class ColumnRow implements RowData {

    private static final int MICROS = 1_000;

    private final int arity;
    private Columns columns;
    private int row;
    private RowKind kind = RowKind.INSERT;

    /** @param fields the first of those that columns will have */
    public ColumnRow(List<FieldType.Field> fields) {
        arity = fields.size();
        columns = new Columns(fields, 0);
    }

    /** Shows this row from now on. */
    public ColumnRow show(Columns columns, int row) {
        this.columns = columns;
        this.row = row;
        return this;
    }

    @Override
    public int getArity() {
        return arity;
    }

    @Override
    public RowKind getRowKind() {
        return kind;
    }

    @Override
    public void setRowKind(RowKind kind) {
        this.kind = kind;
    }

    @Override
    public boolean isNullAt(int place) {
        return columns.column(place).isNull(row);
    }

    @Override
    public boolean getBoolean(int place) {
        return getLong(place) != 0;
    }

    @Override
    public byte getByte(int place) {
        return (byte) getLong(place);
    }

    @Override
    public short getShort(int place) {
        return (short) getLong(place);
    }

    @Override
    public int getInt(int place) {
        return (int) getLong(place);
    }

    @Override
    public long getLong(int place) {
        return columns.column(place).longAt(row);
    }

    @Override
    public float getFloat(int place) {
        return (float) getDouble(place);
    }

    @Override
    public double getDouble(int place) {
        return columns.column(place).doubleAt(row);
    }

    @Override
    public StringData getString(int place) {
        Column column = columns.column(place);
        return BinaryStringData.fromBytes(column.bytes(), column.start(row), column.length(row));
    }

    @Override
    public DecimalData getDecimal(int place, int precision, int scale) {
        Column column = columns.column(place);
        return column.kind() == Column.Kind.LONG
                ? DecimalData.fromUnscaledLong(column.longAt(row), precision, scale)
                : (DecimalData) object(place);
    }

    @Override
    public TimestampData getTimestamp(int place, int precision) {
        Column column = columns.column(place);
        if (column.kind() == Column.Kind.OBJECT) {
            return (TimestampData) object(place);
        }
        long value = column.longAt(row);
        return column.precision() == 3
                ? TimestampData.fromEpochMillis(value)
                : TimestampData.fromEpochMillis(Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * MICROS);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int place) {
        throw new UnsupportedOperationException("No field of a stream has a raw value");
    }

    @Override
    public byte[] getBinary(int place) {
        Column column = columns.column(place);
        byte[] bytes = new byte[column.length(row)];
        System.arraycopy(column.bytes(), column.start(row), bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public ArrayData getArray(int place) {
        return (ArrayData) object(place);
    }

    @Override
    public MapData getMap(int place) {
        return (MapData) object(place);
    }

    @Override
    public RowData getRow(int place, int fields) {
        return (RowData) object(place);
    }

    @Override
    public Variant getVariant(int place) {
        throw new UnsupportedOperationException("No field of a stream is a variant");
    }

    private Object object(int place) {
        return Objects.requireNonNull(columns.column(place).objectAt(row));
    }
}
