package dev.weir.streams.rollup;

import dev.weir.codec.ColumnKeys;
import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.streams.fate.KeyTable;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a group is known by. Of one text that can't be null they are its own; else, by column, a byte that says
 * whether there is a value, and the value, one of bytes behind its length.
 */
final class GroupKeys {

    private final List<FieldType.Field> fields;
    private final int[] places;
    private final boolean isPlain;
    private ByteBuffer scratch = ByteBuffer.allocate(64);

    GroupKeys(List<String> names, Binder binder) {
        fields = names.stream().map(binder::field).toList();
        places = names.stream().mapToInt(binder::place).toArray();
        for (FieldType.Field field : fields) {
            if (Column.kind(field.type()) == Column.Kind.OBJECT) {
                throw new IllegalArgumentException("A roll-up doesn't group by column '" + field.name() + "' of type "
                        + Binder.name(field.type()));
            }
        }
        isPlain = fields.size() == 1
                && !fields.get(0).nullable()
                && Column.kind(fields.get(0).type()) == Column.Kind.BYTES;
    }

    int findOrAdd(KeyTable groups, Columns batch, int row) {
        if (isPlain) {
            Column column = batch.column(places[0]);
            return findOrAdd(groups, column.bytes(), column.start(row), column.length(row));
        }
        scratch.clear();
        for (int place : places) {
            put(batch.column(place), row);
        }
        return findOrAdd(groups, scratch.array(), 0, scratch.position());
    }

    private static int findOrAdd(KeyTable groups, byte[] bytes, int start, int length) {
        int group = groups.find(bytes, start, length);
        return group == KeyTable.ABSENT ? groups.add(bytes, start, length) : group;
    }

    private void put(Column column, int row) {
        boolean isNull = column.isNull(row);
        int length = isNull || column.kind() != Column.Kind.BYTES ? 0 : column.length(row);
        reserve(1 + Long.BYTES + length);
        scratch.put((byte) (isNull ? 0 : 1));
        if (isNull) {
            return;
        }
        switch (column.kind()) {
            case LONG -> scratch.putLong(column.longAt(row));
            case DOUBLE -> scratch.putLong(Double.doubleToLongBits(column.doubleAt(row)));
            case BYTES -> scratch.putInt(length).put(column.bytes(), column.start(row), length);
            case OBJECT -> throw new IllegalStateException("Not bound");
        }
    }

    private void reserve(int bytes) {
        if (scratch.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (scratch.position() + bytes));
            scratch = larger.put(scratch.flip());
        }
    }

    /** Whether the bytes are those that the record key of this column has, too. */
    boolean isText() {
        return isPlain && ColumnKeys.isText(fields.get(0).type());
    }

    int columns() {
        return places.length;
    }

    /** Sets the first fields of a row to the values of the group that is known by these bytes. */
    void show(byte[] group, GenericRowData row) {
        if (isPlain) {
            row.setField(0, Internal.of(fields.get(0).type(), group));
            return;
        }
        ByteBuffer key = ByteBuffer.wrap(group);
        for (int at = 0; at < places.length; at++) {
            row.setField(at, key.get() == 0 ? null : value(fields.get(at).type(), key));
        }
    }

    private static @Nullable Object value(FieldType type, ByteBuffer key) {
        return switch (Column.kind(type)) {
            case LONG -> Internal.of(type, key.getLong());
            case DOUBLE -> Internal.of(type, Double.longBitsToDouble(key.getLong()));
            case BYTES -> {
                byte[] bytes = new byte[key.getInt()];
                key.get(bytes);
                yield Internal.of(type, bytes);
            }
            case OBJECT -> throw new IllegalStateException("Not bound");
        };
    }
}
