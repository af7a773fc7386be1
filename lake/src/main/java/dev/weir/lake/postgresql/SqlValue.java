package dev.weir.lake.postgresql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;

/** Flink's internal values as PostgreSQL's driver takes them. They are copies: Flink may use its objects again. */
final class SqlValue {

    private static final long NANOS_A_MILLI = 1_000_000;

    private SqlValue() {}

    /** What PostgreSQL's columns of this type take; what is finer than a microsecond is cut off. */
    static Object of(LogicalType type, Object value) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> text(value);
            case BINARY, VARBINARY -> ((byte[]) value).clone();
            case DECIMAL -> ((DecimalData) value).toBigDecimal();
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME_WITHOUT_TIME_ZONE -> LocalTime.ofNanoOfDay((Integer) value * NANOS_A_MILLI);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                ((TimestampData) value).toLocalDateTime().truncatedTo(ChronoUnit.MICROS);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                instant((TimestampData) value).atOffset(ZoneOffset.UTC);
            case ROW, ARRAY, MAP -> NestedJson.of(type, value);
            default -> value;
        };
    }

    /** PostgreSQL's texts can't have the character 0: it becomes the one for what can't be shown. */
    static String text(Object value) {
        return value.toString().replace('\u0000', '\uFFFD');
    }

    private static Instant instant(TimestampData timestamp) {
        return timestamp.toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
