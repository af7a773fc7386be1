package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;

/** AND and OR of three values: what is unknown decides nothing where the other side does. */
final class Logic extends BoundExpression {

    private final BoundExpression left;
    private final BoundExpression right;
    /** The value that decides alone: true for OR, false for AND. */
    private final long decisive;

    private Logic(BoundExpression left, BoundExpression right, long decisive) {
        super(Scalar.BOOLEAN, left.nullable() || right.nullable());
        this.left = left;
        this.right = right;
        this.decisive = decisive;
    }

    static Logic and(BoundExpression left, BoundExpression right) {
        return new Logic(left, right, 0);
    }

    static Logic or(BoundExpression left, BoundExpression right) {
        return new Logic(left, right, 1);
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector l = left.evaluate(batch, rows, count);
        Vector r = right.evaluate(batch, rows, count);
        for (int at = 0; at < count; at++) {
            boolean decided = !l.nulls[at] && l.longs[at] == decisive || !r.nulls[at] && r.longs[at] == decisive;
            values.longs[at] = decided ? decisive : 1 - decisive;
            values.nulls[at] = !decided && (l.nulls[at] || r.nulls[at]);
        }
        return values;
    }
}
