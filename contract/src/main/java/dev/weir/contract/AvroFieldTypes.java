package dev.weir.contract;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Maps an Avro schema to neutral fields; what a table can't have is reported with its field path. Used once. */
final class AvroFieldTypes {

    /** Stands for a type that was reported as a problem. */
    private static final FieldType REFUSED = Scalar.BYTES;

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

    private final BiConsumer<String, String> problems;
    private final Deque<String> enclosingRecords = new ArrayDeque<>();
    private int fieldCount;

    /** @param problems is told each problem: field path and message */
    AvroFieldTypes(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    private record MaybeNull(FieldType type, boolean nullable) {}

    Struct struct(String path, Schema record) {
        if (enclosingRecords.contains(record.getFullName())) {
            refuse(path, "record '" + record.getFullName() + "' contains itself, which a table can't have");
            return new Struct(List.of());
        }
        enclosingRecords.push(record.getFullName());
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            if (++fieldCount == SchemaLimits.FIELDS + 1) {
                refuse(path, "the schema has more than " + SchemaLimits.FIELDS + " fields");
            }
            if (fieldCount > SchemaLimits.FIELDS) {
                break;
            }
            MaybeNull type = nullable(path.isEmpty() ? field.name() : path + "." + field.name(), field.schema());
            fields.add(new Field(field.name(), type.type, type.nullable, field.doc()));
        }
        enclosingRecords.pop();
        return new Struct(fields);
    }

    private MaybeNull nullable(String path, Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return new MaybeNull(type(path, schema), false);
        }
        List<Schema> branches = schema.getTypes();
        List<Schema> values = branches.stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (values.size() != 1) {
            refuse(
                    path,
                    "a union must be one type, or null and one type, but has " + values.size()
                            + " types beside null. Use a record with a nullable field for each");
            return new MaybeNull(REFUSED, true);
        }
        return new MaybeNull(type(path, values.get(0)), branches.size() > 1);
    }

    private FieldType type(String path, Schema schema) {
        if (path.chars().filter(c -> c == '.' || c == '[').count() > SchemaLimits.DEPTH) {
            refuse(path, "the schema is nested deeper than " + SchemaLimits.DEPTH + " levels");
            return REFUSED;
        }
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            FieldType known = logicalType(path, logical);
            if (known != null) {
                return known;
            }
        } else if (schema.getObjectProp("logicalType") instanceof String declared && LOGICAL_TYPES.contains(declared)) {
            refuse(
                    path,
                    "logical type '" + declared + "' doesn't fit "
                            + schema.getType().getName() + " or lacks a valid precision and scale");
        }
        return switch (schema.getType()) {
            case BOOLEAN -> Scalar.BOOLEAN;
            case INT -> Scalar.INT32;
            case LONG -> Scalar.INT64;
            case FLOAT -> Scalar.FLOAT32;
            case DOUBLE -> Scalar.FLOAT64;
            case STRING -> Scalar.STRING;
            case BYTES -> Scalar.BYTES;
            case FIXED -> new FieldType.Fixed(schema.getFixedSize());
            case ENUM -> new FieldType.Enumeration(schema.getEnumSymbols());
            case RECORD -> struct(path, schema);
            case ARRAY -> {
                MaybeNull element = nullable(path + "[]", schema.getElementType());
                yield new FieldType.ListOf(element.type, element.nullable);
            }
            case MAP -> {
                MaybeNull value = nullable(path + "[]", schema.getValueType());
                yield new FieldType.MapOf(value.type, value.nullable);
            }
            case NULL, UNION -> {
                refuse(path, "type '" + schema.getType().getName() + "' has no values of its own");
                yield REFUSED;
            }
        };
    }

    /** The type that {@code logical} makes of the field; null if it adds nothing to the type below it. */
    private @Nullable FieldType logicalType(String path, LogicalType logical) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > SchemaLimits.DECIMAL_PRECISION) {
                refuse(
                        path,
                        "a decimal has at most " + SchemaLimits.DECIMAL_PRECISION + " digits, this one has "
                                + decimal.getPrecision());
            }
            return new FieldType.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        return switch (logical.getName()) {
            case "uuid" -> Scalar.UUID;
            case "date" -> Scalar.DATE;
            case "time-millis" -> new FieldType.TimeOfDay(3);
            case "time-micros" -> new FieldType.TimeOfDay(6);
            case "timestamp-millis" -> new FieldType.Timestamp(3);
            case "timestamp-micros" -> new FieldType.Timestamp(6);
            case "timestamp-nanos" -> new FieldType.Timestamp(9);
            case "local-timestamp-millis" -> new FieldType.LocalTimestamp(3);
            case "local-timestamp-micros" -> new FieldType.LocalTimestamp(6);
            case "local-timestamp-nanos" -> new FieldType.LocalTimestamp(9);
            case "big-decimal" -> {
                refuse(path, "logical type 'big-decimal' has another scale in each event. Use 'decimal'");
                yield REFUSED;
            }
            default -> null;
        };
    }

    private void refuse(String path, String message) {
        problems.accept(path, (path.isEmpty() ? "The schema" : "Field '" + path + "'") + ": " + message + ".");
    }
}
