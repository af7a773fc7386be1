package dev.weir.codec.protobuf;

import dev.weir.contract.FieldType;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;

/** What a field without presence has when it is left out. */
final class ProtobufZero {

    private ProtobufZero() {}

    static Object of(FieldType type) {
        if (type instanceof FieldType.Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> false;
                case INT32, DATE -> 0;
                case INT64 -> 0L;
                case FLOAT32 -> 0f;
                case FLOAT64 -> 0d;
                case STRING, UUID -> StringData.fromString("");
                case BYTES -> new byte[0];
            };
        } else if (type instanceof FieldType.Enumeration enumeration) {
            return StringData.fromString(enumeration.symbols().get(0));
        } else if (type instanceof FieldType.Decimal decimal) {
            return DecimalData.fromBigDecimal(BigDecimal.ZERO, decimal.precision(), decimal.scale());
        } else if (type instanceof FieldType.ListOf) {
            return new GenericArrayData(new Object[0]);
        } else if (type instanceof FieldType.MapOf) {
            return new GenericMapData(Map.of());
        }
        throw new IllegalArgumentException("Messages have presence, so they have no zero: " + type);
    }
}
