package dev.weir.codec.avro;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Random values of a schema, as Avro's generic writer takes them, and random defaults, as its fields take them. */
final class RandomValues {

    private static final String[] TEXTS = {"", "a", "Zoë", "日本語", "😀 smile", "a longer text of plain letters", "\u0000"
    };

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    Object valueOf(Schema schema) {
        return valueOf(schema, 0);
    }

    private Object valueOf(Schema schema, int depth) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT ->
                schema.getLogicalType() instanceof LogicalTypes.TimeMillis ? random.nextInt(86_400_000) : int32();
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimeMicros
                        ? random.nextInt(86_400_000) * 1_000L + random.nextInt(1_000)
                        : int64();
            case FLOAT -> random.nextInt(9) == 0 ? Float.NaN : random.nextFloat() * int32();
            case DOUBLE -> random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble() * int64();
            case STRING -> schema.getLogicalType() == null ? text() : uuid().toString();
            case BYTES ->
                ByteBuffer.wrap(
                        schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                                ? unscaled(decimal)
                                : text().getBytes(StandardCharsets.UTF_8));
            case FIXED -> new GenericData.Fixed(schema, fixed(schema));
            case ENUM -> new GenericData.EnumSymbol(schema, anyOf(schema.getEnumSymbols()));
            case UNION -> {
                List<Schema> branches = schema.getTypes();
                boolean end = depth > 6 && branches.get(0).getType() == Schema.Type.NULL;
                yield valueOf(end ? branches.get(0) : anyOf(branches), depth + 1);
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = size(depth); i > 0; i--) {
                    list.add(valueOf(schema.getElementType(), depth + 1));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = size(depth); i > 0; i--) {
                    map.put(text() + i, valueOf(schema.getValueType(), depth + 1));
                }
                yield map;
            }
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), valueOf(field.schema(), depth + 1)));
                yield record;
            }
        };
    }

    Object defaultOf(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case BOOLEAN, INT, LONG -> valueOf(schema);
            case FLOAT -> 0.5f;
            case DOUBLE -> -1.25;
            case STRING -> valueOf(schema);
            case BYTES -> schema.getLogicalType() == null ? new byte[] {65, 66} : new byte[] {7};
            case FIXED -> new byte[schema.getFixedSize()];
            case ENUM -> anyOf(schema.getEnumSymbols());
            case UNION -> defaultOf(schema.getTypes().get(0));
            case ARRAY -> random.nextBoolean() ? List.of() : List.of(defaultOf(schema.getElementType()));
            case MAP -> random.nextBoolean() ? Map.of() : Map.of("k", defaultOf(schema.getValueType()));
            case RECORD -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                schema.getFields().forEach(field -> fields.put(field.name(), defaultOf(field.schema())));
                yield fields;
            }
        };
    }

    private int size(int depth) {
        return random.nextInt(depth > 3 ? 2 : 5);
    }

    private int int32() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            case 1 -> random.nextInt(200) - 100;
            default -> random.nextInt() >> random.nextInt(32);
        };
    }

    private long int64() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 1 -> random.nextInt(200) - 100;
            default -> random.nextLong() >> random.nextInt(64);
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private byte[] fixed(Schema schema) {
        byte[] bytes = new byte[schema.getFixedSize()];
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            byte[] unscaled = unscaled(decimal);
            Arrays.fill(bytes, (byte) (unscaled[0] >> 7));
            System.arraycopy(unscaled, 0, bytes, bytes.length - unscaled.length, unscaled.length);
        } else {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private byte[] unscaled(LogicalTypes.Decimal decimal) {
        BigInteger bound = BigInteger.TEN.pow(decimal.getPrecision());
        BigInteger value = random.nextInt(4) == 0
                ? bound.subtract(BigInteger.ONE)
                : new BigInteger(127, random).shiftRight(random.nextInt(127)).mod(bound);
        return (random.nextBoolean() ? value : value.negate()).toByteArray();
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
