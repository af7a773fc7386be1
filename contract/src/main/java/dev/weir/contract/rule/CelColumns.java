package dev.weir.contract.rule;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types that columns have in rules. Knows each nested record by its path. */
final class CelColumns implements CelTypeProvider {

    private final Map<String, CelType> records = new HashMap<>();

    CelType typeOf(Field field) {
        return typeOf("weir.record." + field.name(), field.type(), field.nullable());
    }

    private CelType typeOf(String path, FieldType type, boolean nullable) {
        if (type instanceof Struct struct) {
            return record(path, struct);
        }
        if (type instanceof FieldType.ListOf list) {
            CelType element = typeOf(path, list.element(), list.elementNullable());
            return nullable ? SimpleType.DYN : ListType.create(element);
        }
        if (type instanceof FieldType.MapOf map) {
            CelType value = typeOf(path, map.value(), map.valueNullable());
            return nullable ? SimpleType.DYN : MapType.create(SimpleType.STRING, value);
        }
        CelType simple = simpleType(type);
        // CEL lets timestamps and durations be compared with null as they are.
        return nullable && simple != SimpleType.TIMESTAMP && simple != SimpleType.DURATION
                ? NullableType.create(simple)
                : simple;
    }

    private static CelType simpleType(FieldType type) {
        if (type instanceof FieldType.Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> SimpleType.BOOL;
                case INT32, INT64 -> SimpleType.INT;
                case FLOAT32, FLOAT64 -> SimpleType.DOUBLE;
                case STRING, UUID -> SimpleType.STRING;
                case BYTES -> SimpleType.BYTES;
                case DATE -> SimpleType.TIMESTAMP;
            };
        }
        if (type instanceof FieldType.Decimal) {
            return SimpleType.DOUBLE;
        }
        if (type instanceof FieldType.Fixed) {
            return SimpleType.BYTES;
        }
        if (type instanceof FieldType.Enumeration) {
            return SimpleType.STRING;
        }
        return type instanceof FieldType.TimeOfDay ? SimpleType.DURATION : SimpleType.TIMESTAMP;
    }

    private StructType record(String path, Struct struct) {
        Map<String, CelType> fields = new HashMap<>();
        for (Field field : struct.fields()) {
            fields.put(field.name(), typeOf(path + "." + field.name(), field.type(), field.nullable()));
        }
        StructType type = StructType.create(
                path, ImmutableSet.copyOf(fields.keySet()), name -> Optional.ofNullable(fields.get(name)));
        records.put(path, type);
        return type;
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(records.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(records.get(name));
    }
}
