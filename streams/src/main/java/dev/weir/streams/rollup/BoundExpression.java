package dev.weir.streams.rollup;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;

/** An expression that knows where its columns are. Not thread-safe: its values are valid until it is evaluated again. */
abstract class BoundExpression {

    private final FieldType type;
    private final boolean nullable;
    protected final Vector values = new Vector();

    BoundExpression(FieldType type, boolean nullable) {
        this.type = type;
        this.nullable = nullable;
    }

    FieldType type() {
        return type;
    }

    boolean nullable() {
        return nullable;
    }

    /** In which of a vector's arrays the values are. */
    Column.Kind kind() {
        return Column.kind(type);
    }

    /**
     * @param rows of the batch, the first {@code count} of them, at most {@link Vector#CHUNK}
     * @return by place among {@code rows}; what stands where a value is null means nothing
     */
    abstract Vector evaluate(Columns batch, int[] rows, int count);

    /** A null operand makes the whole null. */
    protected final void uniteNulls(Vector left, Vector right, int count) {
        if (nullable) {
            for (int at = 0; at < count; at++) {
                values.nulls[at] = left.nulls[at] | right.nulls[at];
            }
        }
    }

    protected final void copyNulls(Vector of, int count) {
        if (nullable) {
            System.arraycopy(of.nulls, 0, values.nulls, 0, count);
        }
    }
}
