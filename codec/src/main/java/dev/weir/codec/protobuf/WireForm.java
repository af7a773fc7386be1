package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.weir.contract.FieldType;
import org.jspecify.annotations.Nullable;

/** A type in Protobuf's encoding, and what becomes of it in a column. */
enum WireForm {
    BOOLEAN("Boolean", "Varint", WireFormat.WIRETYPE_VARINT),
    INT32("Int32", "Varint", WireFormat.WIRETYPE_VARINT),
    INT64("Int64", "Varint", WireFormat.WIRETYPE_VARINT),
    SINT32("Sint32", "Varint", WireFormat.WIRETYPE_VARINT),
    SINT64("Sint64", "Varint", WireFormat.WIRETYPE_VARINT),
    UINT32("Uint32", "Varint", WireFormat.WIRETYPE_VARINT),
    UINT32_AS_DECIMAL("Uint32AsDecimal", "Varint", WireFormat.WIRETYPE_VARINT),
    UINT64("Uint64", "Varint", WireFormat.WIRETYPE_VARINT),
    FIXED32("Fixed32", "Fixed32", WireFormat.WIRETYPE_FIXED32),
    FIXED32_AS_DECIMAL("Fixed32AsDecimal", "Fixed32", WireFormat.WIRETYPE_FIXED32),
    SFIXED32("Sfixed32", "Fixed32", WireFormat.WIRETYPE_FIXED32),
    FLOAT("Float", "Fixed32", WireFormat.WIRETYPE_FIXED32),
    FIXED64("Fixed64", "Fixed64", WireFormat.WIRETYPE_FIXED64),
    SFIXED64("Sfixed64", "Fixed64", WireFormat.WIRETYPE_FIXED64),
    DOUBLE("Double", "Fixed64", WireFormat.WIRETYPE_FIXED64),
    TEXT("Text", "Text", WireFormat.WIRETYPE_LENGTH_DELIMITED),
    BYTES("Bytes", "Bytes", WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** Its symbol must be one that the reader has. */
    SYMBOL("Symbol", "Symbol", WireFormat.WIRETYPE_VARINT),
    /** {@code google.protobuf.Timestamp}: must be within the years that it spans. */
    TIMESTAMP("Timestamp", "Timestamp", WireFormat.WIRETYPE_LENGTH_DELIMITED);

    private static final String TIMESTAMP_NAME = "google.protobuf.Timestamp";

    private final String read;
    private final String skip;
    private final int wireType;

    WireForm(String read, String skip, int wireType) {
        this.read = read;
        this.skip = skip;
        this.wireType = wireType;
    }

    /** What {@link ProtobufFields} calls reading one. */
    String readMethod() {
        return "read" + read;
    }

    /** What {@link ProtobufFields} calls passing over one that nobody asks for, checked as if somebody did. */
    String skipMethod() {
        return "skip" + skip;
    }

    int wireType() {
        return wireType;
    }

    /**
     * How a field is read; null if only the careful reader knows.
     *
     * @param read the field of the reader's schema with its number, or null if there is none
     * @param type of {@code read}
     */
    static @Nullable WireForm of(FieldDescriptor written, @Nullable FieldDescriptor read, @Nullable FieldType type) {
        if (written.isRepeated() || read != null && read.isRepeated()) {
            return null;
        }
        if (read == null || type == null) {
            return unread(written.getType());
        }
        if (read.getType() == FieldDescriptor.Type.MESSAGE) {
            return written.getType() == FieldDescriptor.Type.MESSAGE && isTimestamp(written) && isTimestamp(read)
                    ? TIMESTAMP
                    : null;
        }
        return scalar(written.getType(), type);
    }

    private static boolean isTimestamp(FieldDescriptor field) {
        return field.getMessageType().getFullName().equals(TIMESTAMP_NAME);
    }

    /** Widening as {@link ProtobufToInternal} does it. */
    private static @Nullable WireForm scalar(FieldDescriptor.Type written, FieldType type) {
        boolean isInt = type == FieldType.Scalar.INT32 || type == FieldType.Scalar.INT64;
        boolean isLong = type == FieldType.Scalar.INT64;
        boolean isDecimal = type instanceof FieldType.Decimal;
        boolean isReal = type == FieldType.Scalar.FLOAT32 || type == FieldType.Scalar.FLOAT64;
        return switch (written) {
            case BOOL -> type == FieldType.Scalar.BOOLEAN ? BOOLEAN : null;
            case INT32 -> isInt ? INT32 : null;
            case SINT32 -> isInt ? SINT32 : null;
            case SFIXED32 -> isInt ? SFIXED32 : null;
            case INT64 -> isLong ? INT64 : null;
            case SINT64 -> isLong ? SINT64 : null;
            case SFIXED64 -> isLong ? SFIXED64 : null;
            case UINT32 -> isLong ? UINT32 : isDecimal ? UINT32_AS_DECIMAL : null;
            case FIXED32 -> isLong ? FIXED32 : isDecimal ? FIXED32_AS_DECIMAL : null;
            case UINT64 -> isDecimal ? UINT64 : null;
            case FIXED64 -> isDecimal ? FIXED64 : null;
            case FLOAT -> isReal ? FLOAT : null;
            case DOUBLE -> type == FieldType.Scalar.FLOAT64 ? DOUBLE : null;
            case STRING -> type == FieldType.Scalar.STRING || type == FieldType.Scalar.BYTES ? TEXT : null;
            case BYTES -> type == FieldType.Scalar.BYTES ? BYTES : null;
            case ENUM -> type instanceof FieldType.Enumeration ? SYMBOL : null;
            case MESSAGE, GROUP -> null;
        };
    }

    /** Of a field that the reader's schema doesn't have: any that is skipped alike. */
    private static @Nullable WireForm unread(FieldDescriptor.Type written) {
        return switch (written) {
            case BOOL, INT32, SINT32, UINT32, INT64, SINT64, UINT64, ENUM -> INT64;
            case FIXED32, SFIXED32, FLOAT -> FIXED32;
            case FIXED64, SFIXED64, DOUBLE -> FIXED64;
            case STRING -> TEXT;
            case BYTES -> BYTES;
            case MESSAGE, GROUP -> null;
        };
    }
}
