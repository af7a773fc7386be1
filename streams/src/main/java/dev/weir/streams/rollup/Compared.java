package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.Expression.Comparator;
import java.util.Arrays;

/** Two values of one kind. */
final class Compared extends BoundExpression {

    private final Comparator comparator;
    private final BoundExpression left;
    private final BoundExpression right;

    Compared(Comparator comparator, BoundExpression left, BoundExpression right) {
        super(Scalar.BOOLEAN, left.nullable() || right.nullable());
        this.comparator = comparator;
        this.left = left;
        this.right = right;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector l = left.evaluate(batch, rows, count);
        Vector r = right.evaluate(batch, rows, count);
        uniteNulls(l, r, count);
        switch (left.kind()) {
            case LONG -> {
                for (int at = 0; at < count; at++) {
                    values.longs[at] = isTrue(Long.compare(l.longs[at], r.longs[at])) ? 1 : 0;
                }
            }
            case DOUBLE -> {
                for (int at = 0; at < count; at++) {
                    values.longs[at] = isTrue(l.doubles[at], r.doubles[at]) ? 1 : 0;
                }
            }
            case BYTES -> {
                for (int at = 0; at < count; at++) {
                    values.longs[at] = isTrue(compare(l, r, at)) ? 1 : 0;
                }
            }
            case OBJECT -> throw new IllegalStateException("Not bound: " + left.type());
        }
        return values;
    }

    private static int compare(Vector left, Vector right, int at) {
        int leftBegin = left.starts[at];
        int rightBegin = right.starts[at];
        return Arrays.compareUnsigned(
                left.bytes,
                leftBegin,
                leftBegin + left.lengths[at],
                right.bytes,
                rightBegin,
                rightBegin + right.lengths[at]);
    }

    private boolean isTrue(int order) {
        return switch (comparator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** As Java has it, so NaN is neither less nor greater. */
    private boolean isTrue(double one, double other) {
        return switch (comparator) {
            case EQUAL -> one == other;
            case NOT_EQUAL -> one != other;
            case LESS -> one < other;
            case LESS_OR_EQUAL -> one <= other;
            case GREATER -> one > other;
            case GREATER_OR_EQUAL -> one >= other;
        };
    }
}
