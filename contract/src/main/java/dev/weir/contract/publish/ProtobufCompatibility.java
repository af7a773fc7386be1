package dev.weir.contract.publish;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weir.contract.publish.SchemaCompatibility.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Walks two versions of a message. Strict, as the registries' own checks are: what was there stays as it was. */
final class ProtobufCompatibility {

    private final String version;
    private final List<Conflict> conflicts = new ArrayList<>();

    private ProtobufCompatibility(int version) {
        this.version = "v" + version;
    }

    static List<Conflict> conflicts(Descriptor newer, Descriptor older, int version) {
        ProtobufCompatibility walk = new ProtobufCompatibility(version);
        if (!newer.getFullName().equals(older.getFullName())) {
            walk.add(
                    "",
                    "The first message was '" + older.getFullName() + "' in " + walk.version + " and is now '"
                            + newer.getFullName() + "'. Keep it first, with its name and package.");
        }
        walk.check("", newer, older);
        return walk.conflicts;
    }

    private void check(String path, Descriptor newer, Descriptor older) {
        for (FieldDescriptor before : older.getFields()) {
            String fieldPath = path.isEmpty() ? before.getName() : path + "." + before.getName();
            FieldDescriptor now = newer.findFieldByName(before.getName());
            FieldDescriptor successor = newer.findFieldByNumber(before.getNumber());
            if (now == null) {
                add(
                        fieldPath,
                        successor == null
                                ? "Field '" + fieldPath + "' was removed, but events of " + version
                                        + " have it. Keep it, marked [deprecated = true]."
                                : "Field '" + fieldPath + "' gave its number " + before.getNumber() + " to '"
                                        + successor.getName() + "', so that field would read what " + version
                                        + " wrote. Keep it, and give '" + successor.getName() + "' a new number.");
            } else if (now.getNumber() != before.getNumber()) {
                add(
                        fieldPath,
                        "Field '" + fieldPath + "' was renumbered from " + before.getNumber() + " to " + now.getNumber()
                                + ", so what " + version + " wrote can't be read. Keep the number.");
            } else {
                checkType(fieldPath, now, before);
            }
        }
    }

    private void checkType(String path, FieldDescriptor now, FieldDescriptor before) {
        if (!typeName(now).equals(typeName(before))) {
            add(
                    path,
                    "Field '" + path + "' changed from " + typeName(before) + " to " + typeName(now)
                            + ", so events written by " + version
                            + " can't be read. Keep the type, or add a new field.");
        } else if (now.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            check(now.isRepeated() ? path + "[]" : path, now.getMessageType(), before.getMessageType());
        } else if (now.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            checkConstants(path, now.getEnumType(), before.getEnumType());
        }
    }

    private void checkConstants(String path, EnumDescriptor newer, EnumDescriptor older) {
        for (EnumValueDescriptor before : older.getValues()) {
            EnumValueDescriptor now = newer.findValueByName(before.getName());
            if (now == null || now.getNumber() != before.getNumber()) {
                add(
                        path,
                        "Field '" + path + "': constant " + before.getName() + " = " + before.getNumber()
                                + " is gone, but events of " + version + " may have it. Keep it.");
            }
        }
    }

    private static String typeName(FieldDescriptor field) {
        String type = switch (field.getJavaType()) {
            case MESSAGE -> field.isMapField() ? "map" : field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
        if (field.isRepeated() && !field.isMapField()) {
            return "repeated " + type;
        }
        return field.toProto().getProto3Optional() ? "optional " + type : type;
    }

    private void add(String path, String message) {
        conflicts.add(new Conflict(path, message));
    }
}
