package dev.weir.codec;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.ColumnRow;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.util.List;

/** The keys of rows, as the bytes that {@code KeyFormat} makes: of one row at a time. Not thread-safe. */
public final class ColumnKeys {

    private final List<String> key;
    private final int[] places;
    /** A string alone is its own key. */
    private final boolean isText;

    private final RowKeys encoded;
    private final ColumnRow row;
    private byte[] bytes = new byte[0];
    private int start;
    private int length;

    /**
     * @param schema the fields of the stream
     * @param key at least one field
     * @param columns the fields that rows have, in order; the key's must be among them
     */
    public ColumnKeys(FieldType.Struct schema, List<String> key, List<String> columns) {
        this.key = List.copyOf(key);
        encoded = new RowKeys(schema, key, columns);
        row = new ColumnRow(columns.stream()
                .map(column -> schema.find(column).orElseThrow())
                .toList());
        places = key.stream().mapToInt(columns::indexOf).toArray();
        FieldType first = schema.find(key.get(0)).orElseThrow().type();
        isText = key.size() == 1 && (first == Scalar.STRING || first instanceof FieldType.Enumeration);
    }

    /** @throws RecordRejectedException ({@link RejectCode#MISSING_FIELD}) if a part of the key is null */
    public void check(Columns columns, int of) throws RecordRejectedException {
        for (int i = 0; i < places.length; i++) {
            if (columns.column(places[i]).isNull(of)) {
                throw new RecordRejectedException(RejectCode.MISSING_FIELD, key.get(i), "a key", "null");
            }
        }
    }

    /** The key at hand is this row's, which {@link #check} takes. */
    public void show(Columns columns, int of) {
        if (isText) {
            Column column = columns.column(places[0]);
            bytes = column.bytes();
            start = column.start(of);
            length = column.length(of);
        } else {
            bytes = encode(columns, of);
            start = 0;
            length = bytes.length;
        }
    }

    private byte[] encode(Columns columns, int of) {
        try {
            return encoded.key(row.show(columns, of));
        } catch (RecordRejectedException e) {
            throw new IllegalStateException("The key of a row that was checked is missing", e);
        }
    }

    /** Has the key at hand. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }
}
