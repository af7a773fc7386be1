package dev.weir.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Maps a Protobuf message to neutral fields. What has presence is nullable: messages, {@code optional}, members of a
 * {@code oneof}, wrappers. Unsigned integers get a type that holds their range. Used once.
 */
final class ProtobufFieldTypes {

    private static final FieldType UNSIGNED_64 = new FieldType.Decimal(20, 0);

    private static final Map<String, FieldType> WELL_KNOWN = Map.of(
            "google.protobuf.Timestamp", new FieldType.Timestamp(9),
            "google.protobuf.BoolValue", Scalar.BOOLEAN,
            "google.protobuf.Int32Value", Scalar.INT32,
            "google.protobuf.UInt32Value", Scalar.INT64,
            "google.protobuf.Int64Value", Scalar.INT64,
            "google.protobuf.UInt64Value", UNSIGNED_64,
            "google.protobuf.FloatValue", Scalar.FLOAT32,
            "google.protobuf.DoubleValue", Scalar.FLOAT64,
            "google.protobuf.StringValue", Scalar.STRING,
            "google.protobuf.BytesValue", Scalar.BYTES);

    private final BiConsumer<String, String> problems;
    private final Deque<Descriptor> enclosingMessages = new ArrayDeque<>();
    private int fieldCount;

    /** @param problems is told each problem: the field's full name and message */
    ProtobufFieldTypes(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    Struct struct(String path, Descriptor message) {
        enclosingMessages.push(message);
        List<Field> fields = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            if (++fieldCount == SchemaLimits.FIELDS + 1) {
                refuse(field, path, "the schema has more than " + SchemaLimits.FIELDS + " fields");
            }
            if (fieldCount > SchemaLimits.FIELDS) {
                break;
            }
            String fieldPath = path.isEmpty() ? field.getName() : path + "." + field.getName();
            fields.add(new Field(field.getName(), type(fieldPath, field), field.hasPresence(), null));
        }
        enclosingMessages.pop();
        return new Struct(fields);
    }

    private FieldType type(String path, FieldDescriptor field) {
        if (field.isMapField()) {
            FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
            if (key.getType() != FieldDescriptor.Type.STRING) {
                refuse(field, path, "a map's keys must be strings");
            }
            FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
            return new FieldType.MapOf(single(path + "[]", field, value), false);
        }
        return field.isRepeated()
                ? new FieldType.ListOf(single(path + "[]", field, field), false)
                : single(path, field, field);
    }

    /** @param declared where problems are reported; not {@code field} for the value of a map */
    private FieldType single(String path, FieldDescriptor declared, FieldDescriptor field) {
        return switch (field.getType()) {
            case BOOL -> Scalar.BOOLEAN;
            case INT32, SINT32, SFIXED32 -> Scalar.INT32;
            case UINT32, FIXED32, INT64, SINT64, SFIXED64 -> Scalar.INT64;
            case UINT64, FIXED64 -> UNSIGNED_64;
            case FLOAT -> Scalar.FLOAT32;
            case DOUBLE -> Scalar.FLOAT64;
            case STRING -> Scalar.STRING;
            case BYTES -> Scalar.BYTES;
            case ENUM ->
                new FieldType.Enumeration(field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .toList());
            case MESSAGE -> message(path, declared, field.getMessageType());
            case GROUP -> {
                refuse(declared, path, "groups can't be used. Use a message");
                yield Scalar.BYTES;
            }
        };
    }

    private FieldType message(String path, FieldDescriptor declared, Descriptor message) {
        FieldType wellKnown = WELL_KNOWN.get(message.getFullName());
        if (wellKnown != null) {
            return wellKnown;
        }
        if (enclosingMessages.contains(message)) {
            refuse(declared, path, "message '" + message.getFullName() + "' contains itself, which a table can't have");
            return new Struct(List.of());
        }
        if (enclosingMessages.size() > SchemaLimits.DEPTH) {
            refuse(declared, path, "the schema is nested deeper than " + SchemaLimits.DEPTH + " levels");
            return new Struct(List.of());
        }
        return struct(path, message);
    }

    private void refuse(FieldDescriptor field, String path, String message) {
        problems.accept(field.getFullName(), "Field '" + path + "': " + message + ".");
    }
}
