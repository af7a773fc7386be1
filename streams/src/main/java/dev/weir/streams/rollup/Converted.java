package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType.Scalar;

/** An integer as a float or double; or the negative of a number. */
final class Converted extends BoundExpression {

    private enum Way {
        WIDEN,
        NEGATE
    }

    private final BoundExpression of;
    private final Way way;

    private Converted(BoundExpression of, Scalar type, Way way) {
        super(type, of.nullable());
        this.of = of;
        this.way = way;
    }

    static Converted widened(BoundExpression of, Scalar type) {
        return new Converted(of, type, Way.WIDEN);
    }

    static Converted negated(BoundExpression of) {
        return new Converted(of, (Scalar) of.type(), Way.NEGATE);
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        Vector from = of.evaluate(batch, rows, count);
        copyNulls(from, count);
        if (way == Way.WIDEN) {
            boolean toFloat = type() == Scalar.FLOAT32;
            for (int at = 0; at < count; at++) {
                values.doubles[at] = toFloat ? (float) from.longs[at] : (double) from.longs[at];
            }
        } else if (type() == Scalar.INT32 || type() == Scalar.INT64) {
            boolean isInt = type() == Scalar.INT32;
            for (int at = 0; at < count; at++) {
                values.longs[at] = isInt ? (int) -from.longs[at] : -from.longs[at];
            }
        } else {
            for (int at = 0; at < count; at++) {
                values.doubles[at] = -from.doubles[at];
            }
        }
        return values;
    }
}
