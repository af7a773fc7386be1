package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.Expression.Operator;

/** Integers, which wrap at the width of their type. A divisor is never zero. */
final class LongArithmetic extends BoundExpression {

    private final Operator operator;
    private final BoundExpression left;
    private final BoundExpression right;

    LongArithmetic(Operator operator, BoundExpression left, BoundExpression right, Scalar type) {
        super(type, left.nullable() || right.nullable());
        this.operator = operator;
        this.left = left;
        this.right = right;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector l = left.evaluate(batch, rows, count);
        Vector r = right.evaluate(batch, rows, count);
        uniteNulls(l, r, count);
        long[] result = values.longs;
        switch (operator) {
            case PLUS -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.longs[at] + r.longs[at];
                }
            }
            case MINUS -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.longs[at] - r.longs[at];
                }
            }
            case TIMES -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.longs[at] * r.longs[at];
                }
            }
            case DIVIDE -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.longs[at] / r.longs[at];
                }
            }
        }
        if (type() == Scalar.INT32) {
            for (int at = 0; at < count; at++) {
                result[at] = (int) result[at];
            }
        }
        return values;
    }
}
