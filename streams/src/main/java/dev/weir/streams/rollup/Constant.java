package dev.weir.streams.rollup;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The same value for each event. */
final class Constant extends BoundExpression {

    private Constant(FieldType type) {
        super(type, false);
    }

    static Constant of(Scalar type, long value) {
        Constant constant = new Constant(type);
        Arrays.fill(constant.values.longs, value);
        return constant;
    }

    static Constant of(double value) {
        Constant constant = new Constant(Scalar.FLOAT64);
        Arrays.fill(constant.values.doubles, value);
        return constant;
    }

    static Constant of(String value) {
        Constant constant = new Constant(Scalar.STRING);
        constant.values.bytes = value.getBytes(StandardCharsets.UTF_8);
        Arrays.fill(constant.values.lengths, constant.values.bytes.length);
        return constant;
    }

    @Override
    Vector evaluate(Columns batch, int[] rows, int count) {
        return values;
    }
}
