package dev.weir.lake.postgresql;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a stream in a table of PostgreSQL.
 *
 * @param index of its field in the stream's rows
 */
record TargetColumn(String name, LogicalType type, int index) implements Serializable {

    /** The type that the column gets, spelled as PostgreSQL's {@code format_type} does. */
    String sqlType() {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> "boolean";
            case TINYINT, SMALLINT, INTEGER -> "integer";
            case BIGINT -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield "numeric(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
            }
            case CHAR, VARCHAR -> "text";
            case BINARY, VARBINARY -> "bytea";
            case DATE -> "date";
            case TIME_WITHOUT_TIME_ZONE -> "time without time zone";
            case TIMESTAMP_WITHOUT_TIME_ZONE -> "timestamp without time zone";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "timestamp with time zone";
            case ROW, ARRAY, MAP -> "jsonb";
            default -> throw new IllegalArgumentException("No type of PostgreSQL for " + type);
        };
    }

    /** Whether a column that is there already can have its values, all of them and as they are. */
    boolean fits(String found) {
        return found.equals(sqlType()) || wider().contains(found);
    }

    private Set<String> wider() {
        return switch (type.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER -> Set.of("bigint");
            case FLOAT -> Set.of("double precision");
            case DECIMAL -> Set.of("numeric");
            case CHAR, VARCHAR -> Set.of("character varying");
            case ROW, ARRAY, MAP -> Set.of("json");
            default -> Set.of();
        };
    }

    /** What takes its value out of a row; {@link #bind} takes it as {@link SqlValue} makes it. */
    RowData.FieldGetter getter() {
        return RowData.createFieldGetter(type.copy(true), index);
    }

    /** @param parameter from 1 */
    void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, jdbcType());
        } else {
            statement.setObject(parameter, value, jdbcType());
        }
    }

    private int jdbcType() {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Types.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case FLOAT -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case DECIMAL -> Types.NUMERIC;
            case CHAR, VARCHAR -> Types.VARCHAR;
            case BINARY, VARBINARY -> Types.BINARY;
            case DATE -> Types.DATE;
            case TIME_WITHOUT_TIME_ZONE -> Types.TIME;
            case TIMESTAMP_WITHOUT_TIME_ZONE -> Types.TIMESTAMP;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
            // The server knows what the column is.
            default -> Types.OTHER;
        };
    }
}
