package dev.weir.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Timestamp;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Connect's scalar values, by the logical names of Connect and of Debezium, as JSON. */
final class ConnectScalar {

    /** Stands where PostgreSQL didn't say a large value that an update left as it was. */
    static final String UNAVAILABLE = "__weir_unavailable_value";

    private static final byte[] UNAVAILABLE_BYTES = UNAVAILABLE.getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private ConnectScalar() {}

    static void write(JsonGenerator out, FieldType type, @Nullable Schema schema, Object value) throws IOException {
        Object plain = plain(schema == null || schema.name() == null ? "" : schema.name(), value);
        if (plain instanceof LocalDateTime local && type instanceof Timestamp) {
            plain = local.toInstant(ZoneOffset.UTC); // A time stamp without a zone counts as UTC, as in contracts.
        }
        if (plain instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (plain instanceof Double || plain instanceof Float) {
            writeFloat(out, (Number) plain);
        } else if (plain instanceof Number number && !(plain instanceof BigDecimal)) {
            out.writeNumber(number.longValue());
        } else if (plain instanceof BigDecimal decimal && (type == Scalar.FLOAT32 || type == Scalar.FLOAT64)) {
            out.writeNumber(decimal);
        } else if (plain instanceof BigDecimal decimal) {
            out.writeString(decimal.toPlainString());
        } else if (plain instanceof byte[] bytes) {
            refuseUnavailable(Arrays.equals(bytes, UNAVAILABLE_BYTES));
            out.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (plain instanceof LocalDate
                || plain instanceof LocalTime
                || plain instanceof LocalDateTime
                || plain instanceof Instant) {
            out.writeString(plain.toString());
        } else if (plain instanceof String text) {
            refuseUnavailable(text.contains(UNAVAILABLE));
            out.writeString(text);
        } else {
            throw new DataException("Columns of type "
                    + (schema == null ? value.getClass().getSimpleName() : schema.type() + " " + schema.name())
                    + " can't be captured.");
        }
    }

    /** The value in Java's own type for what its logical name says. */
    private static Object plain(String name, Object value) {
        if (value instanceof Number number) {
            long count = number.longValue();
            return switch (name) {
                case "io.debezium.time.Date" -> LocalDate.ofEpochDay(count);
                case "io.debezium.time.Time" -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(count));
                case "io.debezium.time.MicroTime" -> LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(count));
                case "io.debezium.time.NanoTime" -> LocalTime.ofNanoOfDay(count);
                case "io.debezium.time.Timestamp" -> local(count, 1_000);
                case "io.debezium.time.MicroTimestamp" -> local(count, 1_000_000);
                case "io.debezium.time.NanoTimestamp" -> local(count, 1_000_000_000);
                default -> number;
            };
        }
        if (value instanceof java.util.Date date) {
            Instant instant = date.toInstant();
            return switch (name) {
                case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> LocalDate.ofInstant(instant, ZoneOffset.UTC);
                case org.apache.kafka.connect.data.Time.LOGICAL_NAME -> LocalTime.ofInstant(instant, ZoneOffset.UTC);
                default -> instant;
            };
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof Struct struct && name.equals("io.debezium.data.VariableScaleDecimal")) {
            return new BigDecimal(new BigInteger(struct.getBytes("value")), struct.getInt32("scale"));
        }
        return value;
    }

    private static LocalDateTime local(long count, long perSecond) {
        long nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(count, perSecond), (int) (Math.floorMod(count, perSecond) * nanosEach), ZoneOffset.UTC);
    }

    private static void writeFloat(JsonGenerator out, Number number) throws IOException {
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new DataException("A column has " + value + ", which streams can't have: store null instead.");
        }
        if (number instanceof Float single) {
            out.writeNumber(single);
        } else {
            out.writeNumber(value);
        }
    }

    private static void refuseUnavailable(boolean unavailable) {
        if (unavailable) {
            throw new DataException(
                    "An update left a large value as it was, and PostgreSQL didn't say it. Run ALTER"
                            + " TABLE … REPLICA IDENTITY FULL on the table, then take it anew: weir run DIR --snapshot SOURCE.");
        }
    }
}
