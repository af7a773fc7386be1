package dev.weir.contract.event;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;

/** Random Avro schemas that streams may have, and random data of them in Avro's own generic form. */
final class RandomEvents {

    private final Random random;
    private int names;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            fields.add(new Schema.Field("f" + i, orNull(type(depth))));
        }
        return Schema.createRecord("R" + names++, null, "test", false, fields);
    }

    private Schema orNull(Schema type) {
        return switch (random.nextInt(4)) {
            case 0 -> Schema.createUnion(Schema.create(Schema.Type.NULL), type);
            case 1 -> Schema.createUnion(type, Schema.create(Schema.Type.NULL));
            default -> type;
        };
    }

    private Schema type(int depth) {
        return switch (random.nextInt(depth > 0 ? 23 : 20)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.STRING);
            case 6 -> Schema.create(Schema.Type.BYTES);
            case 7 -> Schema.createFixed("F" + names++, null, "test", random.nextInt(9));
            case 8 -> Schema.createEnum("E" + names++, null, "test", List.of("A", "B", "C"));
            case 9 -> decimal(Schema.create(Schema.Type.BYTES));
            case 10 -> decimal(Schema.createFixed("F" + names++, null, "test", 16));
            case 11 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 12 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 13 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 14 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 15 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 16 -> LogicalTypes.timestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case 17 -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 18 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            case 19 -> LogicalTypes.uuid().addToSchema(Schema.createFixed("F" + names++, null, "test", 16));
            case 20 -> SchemaBuilder.array().items(orNull(type(depth - 1)));
            case 21 -> SchemaBuilder.map().values(orNull(type(depth - 1)));
            default -> record(depth - 1);
        };
    }

    private Schema decimal(Schema schema) {
        int precision = 1 + random.nextInt(38);
        return LogicalTypes.decimal(precision, random.nextInt(precision + 1)).addToSchema(schema);
    }

    Object datum(Schema schema) {
        switch (schema.getType()) {
            case UNION:
                return datum(schema.getTypes().get(random.nextInt(2)));
            case NULL:
                return null;
            case BOOLEAN:
                return random.nextBoolean();
            case INT:
                return schema.getLogicalType() instanceof LogicalTypes.TimeMillis
                        ? random.nextInt(86_400_000)
                        : (Object) (random.nextInt() >> random.nextInt(32));
            case LONG:
                return schema.getLogicalType() instanceof LogicalTypes.TimeMicros
                        ? Math.floorMod(random.nextLong(), 86_400_000_000L)
                        : (Object) (random.nextLong() >> random.nextInt(64));
            case FLOAT:
                return finite(Float.intBitsToFloat(random.nextInt()));
            case DOUBLE:
                return finite(Double.longBitsToDouble(random.nextLong()));
            case STRING:
                return schema.getLogicalType() == null ? text() : new java.util.UUID(random.nextLong(), 7).toString();
            case BYTES:
                return ByteBuffer.wrap(
                        schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                                ? unscaled(decimal).toByteArray()
                                : bytes(random.nextInt(20)));
            case FIXED:
                return new GenericData.Fixed(
                        schema,
                        schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                                ? extended(unscaled(decimal))
                                : bytes(schema.getFixedSize()));
            case ENUM:
                return new GenericData.EnumSymbol(
                        schema, schema.getEnumSymbols().get(random.nextInt(3)));
            case ARRAY:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(datum(schema.getElementType()));
                }
                return list;
            case MAP:
                Map<String, Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(), datum(schema.getValueType()));
                }
                return map;
            case RECORD:
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), datum(field.schema())));
                return record;
            default:
                throw new IllegalArgumentException("unknown type " + schema);
        }
    }

    private static float finite(float value) {
        return Float.isFinite(value) ? value : 0.5f;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0.5;
    }

    private BigInteger unscaled(LogicalTypes.Decimal decimal) {
        BigInteger value = new BigInteger(3 * decimal.getPrecision(), random);
        return random.nextBoolean() ? value : value.negate();
    }

    private static byte[] extended(BigInteger value) {
        byte[] fixed = new byte[16];
        java.util.Arrays.fill(fixed, (byte) (value.signum() < 0 ? -1 : 0));
        byte[] shortest = value.toByteArray();
        System.arraycopy(shortest, 0, fixed, 16 - shortest.length, shortest.length);
        return fixed;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(1 << (1 + random.nextInt(20)));
            text.appendCodePoint(point < 0x10000 && Character.isSurrogate((char) point) ? 'x' : point);
        }
        return text.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
