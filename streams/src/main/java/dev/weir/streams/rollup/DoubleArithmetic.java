package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.Expression.Operator;

/** Floats and doubles. One operation of floats in doubles, rounded, is that of floats. */
final class DoubleArithmetic extends BoundExpression {

    private final Operator operator;
    private final BoundExpression left;
    private final BoundExpression right;

    DoubleArithmetic(Operator operator, BoundExpression left, BoundExpression right, Scalar type) {
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
        double[] result = values.doubles;
        switch (operator) {
            case PLUS -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.doubles[at] + r.doubles[at];
                }
            }
            case MINUS -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.doubles[at] - r.doubles[at];
                }
            }
            case TIMES -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.doubles[at] * r.doubles[at];
                }
            }
            case DIVIDE -> {
                for (int at = 0; at < count; at++) {
                    result[at] = l.doubles[at] / r.doubles[at];
                }
            }
        }
        if (type() == Scalar.FLOAT32) {
            for (int at = 0; at < count; at++) {
                result[at] = (float) result[at];
            }
        }
        return values;
    }
}
