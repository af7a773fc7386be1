package dev.weir.contract.publish;

import dev.weir.contract.publish.SchemaCompatibility.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.jspecify.annotations.Nullable;

/** Walks a reader's and a writer's schema together. Unions are null and one type, as every stream's are. */
final class AvroCompatibility {

    private static final Set<String> LOGICAL_TYPES = Set.of(
            "decimal",
            "uuid",
            "date",
            "time-millis",
            "time-micros",
            "timestamp-millis",
            "timestamp-micros",
            "timestamp-nanos",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos");

    private final boolean backward;
    private final String version;
    private final List<Conflict> conflicts = new ArrayList<>();

    private AvroCompatibility(boolean backward, int version) {
        this.backward = backward;
        this.version = "v" + version;
    }

    /** Why {@code newer} can't read what {@code older} wrote. */
    static List<Conflict> backward(Schema newer, Schema older, int version) {
        AvroCompatibility walk = new AvroCompatibility(true, version);
        walk.check("", newer, older);
        return walk.conflicts;
    }

    /** Why {@code older} can't read what {@code newer} writes. */
    static List<Conflict> forward(Schema newer, Schema older, int version) {
        AvroCompatibility walk = new AvroCompatibility(false, version);
        walk.check("", older, newer);
        return walk.conflicts;
    }

    private void check(String path, Schema reader, Schema writer) {
        if (isNullable(writer) && !isNullable(reader)) {
            add(
                    path,
                    backward
                            ? subject(path) + " can't be null any more, but events written by " + version
                                    + " may have null there. Keep it nullable."
                            : subject(path) + " became nullable, which readers of " + version
                                    + " can't read. Keep it as it is, or add a new field.");
        }
        Schema readerValue = value(reader);
        Schema writerValue = value(writer);
        if (!logicalTypesFit(readerValue, writerValue)) {
            typeChanged(path, readerValue, writerValue);
            return;
        }
        if (readerValue.getType() != writerValue.getType()) {
            if (!isPromotion(writerValue.getType(), readerValue.getType())) {
                typeChanged(path, readerValue, writerValue);
            }
            return;
        }
        switch (readerValue.getType()) {
            case ARRAY -> check(path + "[]", readerValue.getElementType(), writerValue.getElementType());
            case MAP -> check(path + "[]", readerValue.getValueType(), writerValue.getValueType());
            case RECORD -> {
                checkName(path, readerValue, writerValue);
                checkFields(path, readerValue, writerValue);
            }
            case ENUM -> {
                checkName(path, readerValue, writerValue);
                checkSymbols(path, readerValue, writerValue);
            }
            case FIXED -> {
                checkName(path, readerValue, writerValue);
                if (readerValue.getFixedSize() != writerValue.getFixedSize()) {
                    typeChanged(path, readerValue, writerValue);
                }
            }
            default -> {}
        }
    }

    private void checkFields(String path, Schema reader, Schema writer) {
        for (Schema.Field field : reader.getFields()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            Schema.Field written = writer.getField(field.name());
            for (String alias : field.aliases()) {
                written = written == null ? writer.getField(alias) : written;
            }
            if (written != null) {
                check(fieldPath, field.schema(), written.schema());
            } else if (!field.hasDefaultValue()) {
                add(
                        fieldPath,
                        backward
                                ? subject(fieldPath) + " was added without a default, so events written by " + version
                                        + " can't be read. Give it a default, or make it nullable with default null."
                                : subject(fieldPath) + " was removed, but has no default in " + version
                                        + ", whose readers need it. Keep it.");
            }
        }
    }

    private void checkSymbols(String path, Schema reader, Schema writer) {
        List<String> unknown = writer.getEnumSymbols().stream()
                .filter(symbol -> !reader.hasEnumSymbol(symbol))
                .toList();
        if (!unknown.isEmpty() && reader.getEnumDefault() == null) {
            String symbols = String.join(", ", unknown);
            add(
                    path,
                    backward
                            ? subject(path) + " lost " + symbols + ", which events written by " + version
                                    + " may have. Keep it, or give the enum a default."
                            : subject(path) + " gained " + symbols + ", which readers of " + version
                                    + " don't know. Use a string, or add a new field.");
        }
    }

    private void checkName(String path, Schema reader, Schema writer) {
        if (!reader.getName().equals(writer.getName()) && !reader.getAliases().contains(writer.getFullName())) {
            Schema newer = backward ? reader : writer;
            Schema older = backward ? writer : reader;
            add(
                    path,
                    subject(path) + ": the type was renamed from '" + older.getName() + "' in " + version + " to '"
                            + newer.getName() + "'. Keep the name"
                            + (backward ? ", or add the old one to its aliases." : "."));
        }
    }

    private void typeChanged(String path, Schema reader, Schema writer) {
        Schema newer = backward ? reader : writer;
        Schema older = backward ? writer : reader;
        add(
                path,
                subject(path) + " changed from " + name(older) + " to " + name(newer) + ", so "
                        + (backward
                                ? "events written by " + version + " can't be read"
                                : "readers of " + version + " can't read it")
                        + ". Keep the type, or add a new field.");
    }

    private void add(String path, String message) {
        conflicts.add(new Conflict(path, message));
    }

    private static String subject(String path) {
        return path.isEmpty() ? "The record" : "Field '" + path + "'";
    }

    private static boolean isPromotion(Type from, Type to) {
        return switch (to) {
            case LONG -> from == Type.INT;
            case FLOAT -> from == Type.INT || from == Type.LONG;
            case DOUBLE -> from == Type.INT || from == Type.LONG || from == Type.FLOAT;
            case STRING -> from == Type.BYTES;
            case BYTES -> from == Type.STRING;
            default -> false;
        };
    }

    private static boolean logicalTypesFit(Schema reader, Schema writer) {
        LogicalType to = logicalType(reader);
        LogicalType from = logicalType(writer);
        if (to == null || from == null) {
            // The text of a UUID is a string; nothing else can lose or gain its meaning.
            return to == null && (from == null || (from.getName().equals("uuid") && reader.getType() == Type.STRING));
        }
        if (to instanceof LogicalTypes.Decimal wide && from instanceof LogicalTypes.Decimal narrow) {
            return wide.getScale() == narrow.getScale() && wide.getPrecision() >= narrow.getPrecision();
        }
        return to.getName().equals(from.getName());
    }

    private static @Nullable LogicalType logicalType(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type != null && LOGICAL_TYPES.contains(type.getName()) ? type : null;
    }

    private static boolean isNullable(Schema schema) {
        return schema.getType() == Type.UNION && schema.isNullable();
    }

    private static Schema value(Schema schema) {
        if (schema.getType() != Type.UNION) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(branch -> branch.getType() != Type.NULL)
                .findFirst()
                .orElse(schema);
    }

    private static String name(Schema schema) {
        LogicalType logical = logicalType(schema);
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        if (logical != null) {
            return logical.getName();
        }
        String name = schema.getType().getName();
        return schema.getType() == Type.FIXED ? name + "(" + schema.getFixedSize() + ")" : name;
    }
}
