package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;

/** NOT, which of null is null. */
final class Inverted extends BoundExpression {

    private final BoundExpression of;

    Inverted(BoundExpression of) {
        super(Scalar.BOOLEAN, of.nullable());
        this.of = of;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector from = of.evaluate(batch, rows, count);
        copyNulls(from, count);
        for (int at = 0; at < count; at++) {
            values.longs[at] = 1 - from.longs[at];
        }
        return values;
    }
}
