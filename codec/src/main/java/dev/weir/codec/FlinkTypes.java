package dev.weir.codec;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** The SQL types of a stream's fields and the other way round; {@code docs/types.md} has the table. */
public final class FlinkTypes {

    private FlinkTypes() {}

    /** The table row of a stream with these fields, in their order; rows of all other classes here have this type. */
    public static RowType rowType(FieldType.Struct fields) {
        return new RowType(
                false,
                fields.fields().stream()
                        .map(field -> new RowType.RowField(field.name(), logicalType(field.type(), field.nullable())))
                        .toList());
    }

    /**
     * The fields of a stream that is made from a table, as a derived stream is. Such a stream's table has the types
     * {@code rowType(fields(row))}: what has no type of its own in a schema becomes the next wider one, as SMALLINT
     * becomes INT and TIMESTAMP(0) TIMESTAMP(3).
     *
     * @throws IllegalArgumentException if a column's type has no place in a schema; says which column and what to do
     */
    public static FieldType.Struct fields(RowType row) {
        return LogicalTypeFields.struct("", row);
    }

    /** The SQL type of one field. */
    public static LogicalType logicalType(FieldType type, boolean nullable) {
        return notNull(type).copy(nullable);
    }

    private static LogicalType notNull(FieldType type) {
        if (type instanceof Scalar scalar) {
            return scalar(scalar);
        } else if (type instanceof FieldType.Struct struct) {
            return rowType(struct);
        } else if (type instanceof FieldType.ListOf list) {
            return new ArrayType(logicalType(list.element(), list.elementNullable()));
        } else if (type instanceof FieldType.MapOf map) {
            return new MapType(VarCharType.STRING_TYPE.copy(false), logicalType(map.value(), map.valueNullable()));
        } else if (type instanceof FieldType.Decimal decimal) {
            return decimal(decimal);
        } else if (type instanceof FieldType.Fixed fixed) {
            return fixed.size() == 0 ? bytes() : new BinaryType(fixed.size());
        } else if (type instanceof FieldType.Enumeration) {
            return VarCharType.STRING_TYPE;
        } else if (type instanceof FieldType.Timestamp timestamp) {
            return new LocalZonedTimestampType(timestamp.precision());
        } else if (type instanceof FieldType.LocalTimestamp timestamp) {
            return new TimestampType(timestamp.precision());
        } else if (type instanceof FieldType.TimeOfDay time) {
            // Flink holds a TIME in milliseconds, whatever its declared precision.
            return time.precision() == 3 ? new TimeType(3) : new BigIntType();
        }
        throw new IllegalArgumentException("No SQL type for " + type);
    }

    private static LogicalType scalar(Scalar scalar) {
        return switch (scalar) {
            case BOOLEAN -> new BooleanType();
            case INT32 -> new IntType();
            case INT64 -> new BigIntType();
            case FLOAT32 -> new FloatType();
            case FLOAT64 -> new DoubleType();
            case STRING, UUID -> VarCharType.STRING_TYPE;
            case BYTES -> bytes();
            case DATE -> new DateType();
        };
    }

    private static LogicalType bytes() {
        return new VarBinaryType(VarBinaryType.MAX_LENGTH);
    }

    private static LogicalType decimal(FieldType.Decimal decimal) {
        if (decimal.precision() > DecimalType.MAX_PRECISION) {
            throw new IllegalArgumentException("A decimal has at most " + DecimalType.MAX_PRECISION
                    + " digits in SQL, but the schema declares " + decimal.precision());
        }
        return new DecimalType(decimal.precision(), decimal.scale());
    }

    /** All columns of {@code fields}, for reading whole rows. */
    public static List<String> columns(FieldType.Struct fields) {
        return fields.fields().stream().map(FieldType.Field::name).toList();
    }
}
