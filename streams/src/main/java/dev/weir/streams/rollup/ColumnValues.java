package dev.weir.streams.rollup;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;

/** What a column has. Of a kind that isn't compact only whether it is null. */
final class ColumnValues extends BoundExpression {

    private final int place;

    ColumnValues(FieldType type, boolean nullable, int place) {
        super(type, nullable);
        this.place = place;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Column column = batch.column(place);
        if (nullable()) {
            for (int at = 0; at < count; at++) {
                values.nulls[at] = column.isNull(rows[at]);
            }
        }
        switch (kind()) {
            case LONG -> {
                for (int at = 0; at < count; at++) {
                    values.longs[at] = column.longAt(rows[at]);
                }
            }
            case DOUBLE -> {
                for (int at = 0; at < count; at++) {
                    values.doubles[at] = column.doubleAt(rows[at]);
                }
            }
            case BYTES -> {
                values.bytes = column.bytes();
                for (int at = 0; at < count; at++) {
                    values.starts[at] = column.start(rows[at]);
                    values.lengths[at] = column.length(rows[at]);
                }
            }
            case OBJECT -> {}
        }
        return values;
    }
}
