package dev.weir.codec;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.ColumnRow;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of rows, as the bytes that {@code KeyFormat} makes: of some rows at a time. Not thread-safe. */
public final class ColumnKeys {

    private final List<String> key;
    private final int[] places;
    /** A string alone is its own key. */
    private final boolean isText;

    private final RowKeys encoded;
    private final ColumnRow row;
    private @Nullable Column text;
    private byte[] bytes = new byte[0];
    /** By row. */
    private int[] starts = new int[0];

    private int[] lengths = new int[0];

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
        isText = key.size() == 1 && isText(schema.find(key.get(0)).orElseThrow().type());
    }

    /** Whether a key of one field of this type is the very bytes of its column. */
    public static boolean isText(FieldType type) {
        return type == Scalar.STRING || type instanceof FieldType.Enumeration;
    }

    /** @throws RecordRejectedException ({@link RejectCode#MISSING_FIELD}) if a part of the key is null */
    public void check(Columns columns, int of) throws RecordRejectedException {
        for (int i = 0; i < places.length; i++) {
            if (columns.column(places[i]).isNull(of)) {
                throw new RecordRejectedException(RejectCode.MISSING_FIELD, key.get(i), "a key", "null");
            }
        }
    }

    /**
     * The keys at hand are those of these rows, which {@link #check} takes.
     *
     * @param rows the first {@code count} of them, ascending
     */
    public void show(Columns columns, int[] rows, int count) {
        if (isText) {
            text = columns.column(places[0]);
            return;
        }
        if (starts.length < columns.rows()) {
            starts = new int[columns.rows()];
            lengths = new int[columns.rows()];
        }
        int end = 0;
        for (int i = 0; i < count; i++) {
            byte[] key = encode(columns, rows[i]);
            if (end + key.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end + key.length, 2 * bytes.length));
            }
            System.arraycopy(key, 0, bytes, end, key.length);
            starts[rows[i]] = end;
            lengths[rows[i]] = key.length;
            end += key.length;
        }
    }

    private byte[] encode(Columns columns, int of) {
        try {
            return encoded.key(row.show(columns, of));
        } catch (RecordRejectedException e) {
            throw new IllegalStateException("The key of a row that was checked is missing", e);
        }
    }

    /** Has the keys at hand. */
    public byte[] bytes() {
        return text == null ? bytes : text.bytes();
    }

    public int start(int of) {
        return text == null ? starts[of] : text.start(of);
    }

    public int length(int of) {
        return text == null ? lengths[of] : text.length(of);
    }
}
