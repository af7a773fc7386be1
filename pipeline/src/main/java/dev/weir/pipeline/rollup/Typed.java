package dev.weir.pipeline.rollup;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.Expression;

/** An expression and what kind of values it has, which says whether SQL and a roll-up compute the same. */
record Typed(Expression expression, Kind kind) {

    enum Kind {
        INTEGER("an integer"),
        FLOAT("a FLOAT"),
        DOUBLE("a DOUBLE"),
        /** A literal with decimals, like 1.5: exact in SQL. */
        DECIMAL_LITERAL("a decimal number"),
        DECIMAL("a DECIMAL"),
        TEXT("a text"),
        BOOLEAN("a BOOLEAN"),
        TIME("a time"),
        OTHER("of a type");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isNumber() {
            return this == INTEGER || this == FLOAT || this == DOUBLE || this == DECIMAL_LITERAL;
        }
    }

    static Kind kind(FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> Kind.BOOLEAN;
                case INT32, INT64 -> Kind.INTEGER;
                case FLOAT32 -> Kind.FLOAT;
                case FLOAT64 -> Kind.DOUBLE;
                case STRING, UUID -> Kind.TEXT;
                case DATE -> Kind.TIME;
                case BYTES -> Kind.OTHER;
            };
        }
        if (type instanceof FieldType.Enumeration) {
            return Kind.TEXT;
        }
        if (type instanceof FieldType.Decimal) {
            return Kind.DECIMAL;
        }
        boolean time = type instanceof FieldType.Timestamp
                || type instanceof FieldType.LocalTimestamp
                || type instanceof FieldType.TimeOfDay;
        return time ? Kind.TIME : Kind.OTHER;
    }
}
