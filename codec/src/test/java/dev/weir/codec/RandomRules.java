package dev.weir.codec;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;

/** Random rules over plain values, and rows to try them on. */
final class RandomRules {

    static final FieldType.Struct SCHEMA = new FieldType.Struct(List.of(
            new Field("whole", Scalar.INT64, true, null),
            new Field("small", Scalar.INT32, false, null),
            new Field("real", Scalar.FLOAT64, true, null),
            new Field("short_real", Scalar.FLOAT32, false, null),
            new Field("price", new FieldType.Decimal(9, 2), false, null),
            new Field("flag", Scalar.BOOLEAN, true, null),
            new Field("text", Scalar.STRING, true, null),
            new Field("kind", new FieldType.Enumeration(List.of("A", "B")), false, null),
            new Field("bytes", Scalar.BYTES, false, null),
            new Field("day", Scalar.DATE, true, null)));

    private RandomRules() {}

    /** Not always valid: CEL is strict about types. */
    static String truth(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(4)) {
                case 0 -> "(" + truth(random, depth - 1) + " && " + truth(random, depth - 1) + ")";
                case 1 -> "(" + truth(random, depth - 1) + " || " + truth(random, depth - 1) + ")";
                case 2 -> "!(" + truth(random, depth - 1) + ")";
                default ->
                    "(" + truth(random, 0) + " ? " + truth(random, depth - 1) + " : " + truth(random, depth - 1) + ")";
            };
        }
        String comparison = one(random, "<", "<=", ">", ">=", "==", "!=");
        return switch (random.nextInt(9)) {
            case 0 -> one(random, "whole", "real", "flag", "text", "day") + one(random, " == null", " != null");
            case 1 -> "flag" + one(random, "", " == true", " != false");
            case 2 ->
                one(random, "text", "kind") + one(random, " == ", " != ") + one(random, "'A'", "'é'", "''", "kind");
            case 3 -> one(random, "text", "kind") + " in ['A', 'é', 'aaaaaaaaaaaaaaaaaaaaé']";
            case 4 -> one(random, "small", "whole", "real", "price") + " in [0, 1, 7]";
            case 5 -> one(random, "size(text)", "text.size()", "size(bytes)") + " " + comparison + " 2";
            case 6 -> whole(random, 2) + " " + comparison + " " + whole(random, 1);
            case 7 -> real(random, 2) + " " + comparison + " " + real(random, 1);
            default -> whole(random, 1) + " " + comparison + " " + real(random, 1);
        };
    }

    private static String whole(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return random.nextInt(4) == 0
                    ? "-(" + whole(random, depth - 1) + ")"
                    : "(" + whole(random, depth - 1) + one(random, " + ", " - ", " * ", " / ", " % ")
                            + whole(random, depth - 1) + ")";
        }
        return one(random, "whole", "small", "0", "1", "-1", "7", "9223372036854775807", "9007199254740993");
    }

    private static String real(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return random.nextInt(4) == 0
                    ? "-(" + real(random, depth - 1) + ")"
                    : "(" + real(random, depth - 1) + one(random, " + ", " - ", " * ", " / ") + real(random, depth - 1)
                            + ")";
        }
        return one(random, "real", "short_real", "price", "0.0", "-0.0", "1.0", "0.1", "9007199254740992.0", "1e300");
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    static Columns columns(Random random, int rows) {
        Columns columns = new Columns(SCHEMA.fields(), 0);
        long[] wholes = {0, 1, -1, 7, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 1L << 53};
        double[] reals = {0, -0.0, 1, 7, 0.1, Double.NaN, Double.POSITIVE_INFINITY, 1L << 53, -1e300};
        String[] texts = {"", "A", "é", "aaaaaaaaaaaaaaaaaaaaé", "😀"};
        for (int row = 0; row < rows; row++) {
            List<Object> values = new ArrayList<>();
            values.add(random.nextInt(4) == 0 ? null : wholes[random.nextInt(wholes.length)]);
            values.add(random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt(4));
            values.add(random.nextInt(4) == 0 ? null : reals[random.nextInt(reals.length)]);
            values.add((float) reals[random.nextInt(reals.length)]);
            values.add(DecimalData.fromBigDecimal(BigDecimal.valueOf(random.nextInt(2_000_000) - 100, 2), 9, 2));
            values.add(random.nextInt(4) == 0 ? null : random.nextBoolean());
            values.add(random.nextInt(4) == 0 ? null : StringData.fromString(texts[random.nextInt(texts.length)]));
            values.add(StringData.fromString(random.nextBoolean() ? "A" : "B"));
            values.add(new byte[random.nextInt(4)]);
            values.add(random.nextInt(2) == 0 ? null : random.nextInt(3));
            columns.reserve();
            for (int i = 0; i < values.size(); i++) {
                columns.column(i).setInternal(row, values.get(i));
            }
            columns.endRow();
        }
        return columns;
    }
}
