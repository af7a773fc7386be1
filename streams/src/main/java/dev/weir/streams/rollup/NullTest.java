package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;

/** IS NULL, of whatever kind. */
final class NullTest extends BoundExpression {

    private final BoundExpression of;

    NullTest(BoundExpression of) {
        super(Scalar.BOOLEAN, false);
        this.of = of;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector from = of.evaluate(batch, rows, count);
        for (int at = 0; at < count; at++) {
            values.longs[at] = from.nulls[at] ? 1 : 0;
        }
        return values;
    }
}
