package dev.weir.pipeline.source;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.Scalar;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's types are in a stream. */
final class PostgresTypes {

    private static final int HEADER = 4;
    private static final int DECIMAL_PRECISION = 38;
    /** Of a {@code numeric} that says neither: what has more digits stops capture. */
    private static final Decimal ANY_NUMERIC = new Decimal(DECIMAL_PRECISION, 18);

    private PostgresTypes() {}

    /**
     * @param name {@code pg_type.typname}; arrays begin with '_'
     * @param kind {@code pg_type.typtype}; 'e' is an enum
     * @param modifier {@code atttypmod}
     * @return null if the type can't be captured
     */
    static @Nullable FieldType fieldType(String name, String kind, int modifier) {
        if (name.startsWith("_")) {
            FieldType element = fieldType(name.substring(1), kind, modifier);
            return element == null || element == Scalar.BYTES ? null : new ListOf(element, true);
        }
        if (kind.equals("e")) {
            return Scalar.STRING;
        }
        return switch (name) {
            case "bool" -> Scalar.BOOLEAN;
            case "int2", "int4" -> Scalar.INT32;
            case "int8", "oid" -> Scalar.INT64;
            case "float4" -> Scalar.FLOAT32;
            case "float8" -> Scalar.FLOAT64;
            case "numeric" -> decimal(modifier);
            case "text",
                    "varchar",
                    "bpchar",
                    "name",
                    "citext",
                    "xml",
                    "json",
                    "jsonb",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "interval",
                    "timetz" -> Scalar.STRING;
            case "uuid" -> Scalar.UUID;
            case "date" -> Scalar.DATE;
            case "time" -> new FieldType.TimeOfDay(6);
            case "timestamp" -> new FieldType.LocalTimestamp(6);
            case "timestamptz" -> new FieldType.Timestamp(6);
            case "bytea" -> Scalar.BYTES;
            default -> null;
        };
    }

    private static @Nullable FieldType decimal(int modifier) {
        if (modifier < HEADER) {
            return ANY_NUMERIC;
        }
        int precision = ((modifier - HEADER) >> 16) & 0xffff;
        int scale = (modifier - HEADER) & 0x7ff;
        boolean fits = precision <= DECIMAL_PRECISION && scale <= precision;
        return fits ? new Decimal(precision, scale) : null;
    }
}
