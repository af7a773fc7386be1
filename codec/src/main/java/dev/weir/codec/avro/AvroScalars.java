package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.contract.FieldType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** The readers of values without parts: what the writer wrote, promoted by Avro's rules, as the reader's type. */
final class AvroScalars {

    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private AvroScalars() {}

    /** Null if Avro has no way from {@code written} to {@code target}. */
    static @Nullable ValueReader reader(Schema written, FieldType target) {
        if (target instanceof FieldType.Scalar scalar) {
            return scalar(written, scalar);
        } else if (target instanceof FieldType.Timestamp timestamp) {
            return timestamp(written, timestamp.precision());
        } else if (target instanceof FieldType.LocalTimestamp timestamp) {
            return timestamp(written, timestamp.precision());
        } else if (target instanceof FieldType.TimeOfDay time) {
            return timeOfDay(written, time.precision());
        } else if (target instanceof FieldType.Decimal decimal) {
            BytesReader bytes = bytes(written);
            return bytes == null ? null : new DecimalReader(bytes, decimal.precision(), decimal.scale());
        } else if (target instanceof FieldType.Fixed) {
            return bytes(written);
        }
        return null;
    }

    private static @Nullable ValueReader scalar(Schema written, FieldType.Scalar target) {
        return switch (target) {
            case BOOLEAN -> written.getType() == Schema.Type.BOOLEAN ? PlainReader.BOOLEAN : null;
            case INT32, DATE -> written.getType() == Schema.Type.INT ? PlainReader.INT : null;
            case INT64 -> int64(written);
            case FLOAT32 -> float32(written);
            case FLOAT64 -> float64(written);
            case STRING -> text(written);
            case BYTES -> bytes(written);
            case UUID ->
                written.getType() == Schema.Type.FIXED
                        ? AvroScalars::uuid
                        : text(written) == null ? null : new UuidTextReader();
        };
    }

    private static @Nullable ValueReader int64(Schema written) {
        return switch (written.getType()) {
            case INT -> PlainReader.INT_AS_LONG;
            case LONG -> PlainReader.LONG;
            default -> null;
        };
    }

    private static @Nullable ValueReader float32(Schema written) {
        return switch (written.getType()) {
            case INT -> PlainReader.INT_AS_FLOAT;
            case LONG -> PlainReader.LONG_AS_FLOAT;
            case FLOAT -> PlainReader.FLOAT;
            default -> null;
        };
    }

    private static @Nullable ValueReader float64(Schema written) {
        return switch (written.getType()) {
            case INT -> PlainReader.INT_AS_DOUBLE;
            case LONG -> PlainReader.LONG_AS_DOUBLE;
            case FLOAT -> PlainReader.FLOAT_AS_DOUBLE;
            case DOUBLE -> PlainReader.DOUBLE;
            default -> null;
        };
    }

    private static @Nullable ValueReader text(Schema written) {
        return switch (written.getType()) {
            case STRING, BYTES -> PlainReader.STRING;
            default -> null;
        };
    }

    private static @Nullable BytesReader bytes(Schema written) {
        return switch (written.getType()) {
            case STRING, BYTES -> new BytesReader(BytesReader.IN_RECORD);
            case FIXED -> new BytesReader(written.getFixedSize());
            default -> null;
        };
    }

    private static StringData uuid(AvroInput in) throws Rejection {
        ByteBuffer bits = ByteBuffer.wrap(in.bytes, in.take(16, "a UUID"), 16);
        return StringData.fromString(new UUID(bits.getLong(), bits.getLong()).toString());
    }

    private static @Nullable ValueReader timestamp(Schema written, int precision) {
        if (written.getType() == Schema.Type.INT) {
            return in -> timestamp(in.readInt(), precision);
        }
        if (written.getType() != Schema.Type.LONG) {
            return null;
        }
        return switch (precision) {
            case 3 -> PlainReader.INSTANT;
            case 6 -> PlainReader.MICROS;
            default -> in -> timestamp(in.readLong(), 9);
        };
    }

    static TimestampData micros(long value) {
        return timestamp(value, 6);
    }

    private static TimestampData timestamp(long value, int precision) {
        return switch (precision) {
            case 3 -> TimestampData.fromEpochMillis(value);
            case 6 ->
                TimestampData.fromEpochMillis(Math.floorDiv(value, 1_000L), (int) Math.floorMod(value, 1_000L) * 1_000);
            default ->
                TimestampData.fromEpochMillis(Math.floorDiv(value, 1_000_000L), (int) Math.floorMod(value, 1_000_000L));
        };
    }

    private static @Nullable ValueReader timeOfDay(Schema written, int precision) {
        return switch (written.getType()) {
            case INT ->
                precision == 3
                        ? in -> (int) withinDay(in.readInt(), MILLIS_PER_DAY)
                        : in -> withinDay(in.readInt(), MICROS_PER_DAY);
            case LONG -> precision == 6 ? in -> withinDay(in.readLong(), MICROS_PER_DAY) : null;
            default -> null;
        };
    }

    private static long withinDay(long value, long end) throws Rejection {
        if (value < 0 || value >= end) {
            throw Rejection.outOfRange("a time within a day", value < 0 ? "one before it" : "one after it");
        }
        return value;
    }
}
