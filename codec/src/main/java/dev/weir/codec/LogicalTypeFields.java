package dev.weir.codec;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;

/** The schema fields of SQL types, with the path of the one that has none. */
final class LogicalTypeFields {

    private LogicalTypeFields() {}

    static FieldType.Struct struct(String path, RowType row) {
        List<FieldType.Field> fields = row.getFields().stream()
                .map(column -> {
                    String name = path.isEmpty() ? column.getName() : path + "." + column.getName();
                    return new FieldType.Field(
                            column.getName(),
                            type(name, column.getType()),
                            column.getType().isNullable(),
                            column.getDescription().orElse(null));
                })
                .toList();
        return new FieldType.Struct(fields);
    }

    private static FieldType type(String path, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> Scalar.STRING;
            case BOOLEAN -> Scalar.BOOLEAN;
            case BINARY -> new FieldType.Fixed(((BinaryType) type).getLength());
            case VARBINARY -> Scalar.BYTES;
            case DECIMAL -> decimal((DecimalType) type);
            case TINYINT, SMALLINT, INTEGER -> Scalar.INT32;
            case BIGINT -> Scalar.INT64;
            case FLOAT -> Scalar.FLOAT32;
            case DOUBLE -> Scalar.FLOAT64;
            case DATE -> Scalar.DATE;
            case TIME_WITHOUT_TIME_ZONE -> time(path, (TimeType) type);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                new FieldType.LocalTimestamp(precision(((TimestampType) type).getPrecision()));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                new FieldType.Timestamp(precision(((LocalZonedTimestampType) type).getPrecision()));
            case ARRAY -> {
                LogicalType element = ((ArrayType) type).getElementType();
                yield new FieldType.ListOf(type(path + "[]", element), element.isNullable());
            }
            case MAP -> map(path, (MapType) type);
            case ROW -> struct(path, (RowType) type);
            case TIMESTAMP_WITH_TIME_ZONE -> throw refused(path, type, "Cast it to TIMESTAMP_LTZ(3)");
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                throw refused(path, type, "Use a number with its unit in the column's name");
            case MULTISET -> throw refused(path, type, "Use ARRAY_AGG");
            case NULL -> throw refused(path, type, "Cast it to the type that its values will have");
            case STRUCTURED_TYPE, DISTINCT_TYPE -> throw refused(path, type, "Cast it to ROW or to a plain type");
            default -> throw refused(path, type, "Cast it to STRING, BYTES or another plain type");
        };
    }

    private static FieldType decimal(DecimalType type) {
        return new FieldType.Decimal(type.getPrecision(), type.getScale());
    }

    private static FieldType time(String path, TimeType type) {
        if (type.getPrecision() > 3) {
            throw refused(path, type, "Flink keeps milliseconds: cast it to TIME(3)");
        }
        return new FieldType.TimeOfDay(3);
    }

    private static FieldType map(String path, MapType type) {
        if (!type.getKeyType().getTypeRoot().getFamilies().contains(LogicalTypeFamily.CHARACTER_STRING)) {
            throw refused(path, type, "A map's keys must be STRING");
        }
        LogicalType value = type.getValueType();
        return new FieldType.MapOf(type(path + "[]", value), value.isNullable());
    }

    /** The next of the precisions that schemas have. */
    private static int precision(int digits) {
        return digits <= 3 ? 3 : digits <= 6 ? 6 : 9;
    }

    private static IllegalArgumentException refused(String path, LogicalType type, String remedy) {
        return new IllegalArgumentException("Column '" + path + "' has type " + type.asSummaryString()
                + ", which a stream's schema can't carry. " + remedy + ".");
    }
}
