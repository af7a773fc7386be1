package dev.weir.contract;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes the Avro schema of a stream that is given by its columns. */
final class AvroSchemaOfFields {

    private static final String NAMESPACE = "dev.weir.streams";

    /** Names of this schema's records, enums and fixed types; each may be defined only once. */
    private final Set<String> names = new HashSet<>();

    private AvroSchemaOfFields() {}

    static Schema schema(String stream, Struct fields) {
        return new AvroSchemaOfFields().record(pascalCase(stream), fields);
    }

    private Schema record(String name, Struct struct) {
        String unique = unique(name);
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : struct.fields()) {
            if (!field.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("Column '" + field.name()
                        + "' can't be a field of a schema: expected letters, digits and '_', not beginning with a"
                        + " digit. Name it with AS.");
            }
            Schema type = nullable(schema(name + "_" + field.name(), field.type()), field.nullable());
            fields.add(
                    field.nullable()
                            ? new Schema.Field(field.name(), type, field.doc(), Schema.Field.NULL_DEFAULT_VALUE)
                            : new Schema.Field(field.name(), type, field.doc()));
        }
        return Schema.createRecord(unique, null, NAMESPACE, false, fields);
    }

    private static Schema nullable(Schema type, boolean nullable) {
        return nullable ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type;
    }

    private Schema schema(String name, FieldType type) {
        if (type instanceof FieldType.Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
                case INT32 -> Schema.create(Schema.Type.INT);
                case INT64 -> Schema.create(Schema.Type.LONG);
                case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
                case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
                case STRING -> Schema.create(Schema.Type.STRING);
                case BYTES -> Schema.create(Schema.Type.BYTES);
                case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
                case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            };
        }
        if (type instanceof Struct struct) {
            return record(name, struct);
        }
        if (type instanceof FieldType.ListOf list) {
            return Schema.createArray(nullable(schema(name, list.element()), list.elementNullable()));
        }
        if (type instanceof FieldType.MapOf map) {
            return Schema.createMap(nullable(schema(name, map.value()), map.valueNullable()));
        }
        if (type instanceof FieldType.Decimal decimal) {
            return LogicalTypes.decimal(decimal.precision(), decimal.scale())
                    .addToSchema(Schema.create(Schema.Type.BYTES));
        }
        if (type instanceof FieldType.Fixed fixed) {
            return Schema.createFixed(unique(name), null, NAMESPACE, fixed.size());
        }
        if (type instanceof FieldType.Enumeration enumeration) {
            return Schema.createEnum(unique(name), null, NAMESPACE, enumeration.symbols());
        }
        return time(type);
    }

    private static Schema time(FieldType type) {
        if (type instanceof FieldType.TimeOfDay time) {
            return time.precision() == 3
                    ? LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT))
                    : LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
        }
        Schema instant = Schema.create(Schema.Type.LONG);
        if (type instanceof FieldType.Timestamp timestamp) {
            return switch (timestamp.precision()) {
                case 3 -> LogicalTypes.timestampMillis().addToSchema(instant);
                case 6 -> LogicalTypes.timestampMicros().addToSchema(instant);
                default -> LogicalTypes.timestampNanos().addToSchema(instant);
            };
        }
        return switch (((FieldType.LocalTimestamp) type).precision()) {
            case 3 -> LogicalTypes.localTimestampMillis().addToSchema(instant);
            case 6 -> LogicalTypes.localTimestampMicros().addToSchema(instant);
            default -> LogicalTypes.localTimestampNanos().addToSchema(instant);
        };
    }

    private String unique(String name) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    /** {@code late-orders} becomes {@code LateOrders}. */
    private static String pascalCase(String stream) {
        StringBuilder name = new StringBuilder();
        for (String word : stream.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name.toString();
    }
}
