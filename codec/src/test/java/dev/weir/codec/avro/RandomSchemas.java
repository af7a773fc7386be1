package dev.weir.codec.avro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;

/** Random schemas that a stream may have, and for each a random one whose events it can read. */
final class RandomSchemas {

    /** An event of {@code writer} is to be read as {@code reader}. */
    record Pair(Schema writer, Schema reader) {}

    private final Random random;
    private final RandomValues values;
    private int names;

    RandomSchemas(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    Pair pair() {
        return record(0);
    }

    private Pair record(int depth) {
        String name = "R" + names++;
        List<Field> written = new ArrayList<>();
        List<Field> read = new ArrayList<>();
        for (int i = random.nextInt(depth == 0 ? 8 : 4) + (depth == 0 ? 1 : 0); i > 0; i--) {
            Pair type = maybeNull(depth);
            Field field = new Field("f" + names++, type.reader, null, defaultOf(type.reader));
            read.add(field);
            String writerName = field.name();
            if (chance(4)) {
                writerName = "old_" + writerName;
                field.addAlias(writerName);
            }
            if (field.hasDefaultValue() && chance(3)) {
                continue; // the writer doesn't know the field yet
            }
            written.add(new Field(writerName, type.writer));
        }
        while (chance(4)) {
            written.add(new Field("w" + names++, writerOnly(depth)));
        }
        if (chance(2)) {
            Collections.shuffle(written, random);
        }
        return new Pair(
                Schema.createRecord(name, null, null, false, written),
                Schema.createRecord(name, null, null, false, read));
    }

    private Pair maybeNull(int depth) {
        Pair type = type(depth);
        return switch (random.nextInt(8)) {
            case 0 -> new Pair(nullable(type.writer), nullable(type.reader));
            case 1 -> new Pair(type.writer, nullable(type.reader));
            case 2 -> new Pair(nullable(type.writer), type.reader);
            case 3 -> new Pair(nullableLast(type.writer), nullable(type.reader));
            case 4 -> new Pair(Schema.createUnion(type.writer), type.reader);
            case 5 -> new Pair(type.writer, nullableLast(type.reader));
            default -> type;
        };
    }

    private static Schema nullable(Schema schema) {
        return Schema.createUnion(Schema.create(Type.NULL), schema);
    }

    private static Schema nullableLast(Schema schema) {
        return Schema.createUnion(schema, Schema.create(Type.NULL));
    }

    private Pair type(int depth) {
        return switch (random.nextInt(depth < 3 ? 20 : 16)) {
            case 0 -> same(Schema.create(Type.BOOLEAN));
            case 1 -> same(Schema.create(Type.INT));
            case 2 -> promoted(Type.LONG, Type.INT, Type.LONG);
            case 3 -> promoted(Type.FLOAT, Type.INT, Type.LONG, Type.FLOAT);
            case 4 -> promoted(Type.DOUBLE, Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE);
            case 5 -> promoted(Type.STRING, Type.BYTES, Type.STRING);
            case 6 -> promoted(Type.BYTES, Type.STRING, Type.BYTES);
            case 7 -> same(Schema.create(Type.STRING));
            case 8 -> same(Schema.createFixed("F" + names++, null, null, random.nextInt(5)));
            case 9 -> enumeration();
            case 10 -> decimal();
            case 11 -> logical(Type.INT, chance(2) ? LogicalTypes.date() : LogicalTypes.timeMillis());
            case 12 -> logical(Type.LONG, instant());
            case 13 -> logical(Type.LONG, LogicalTypes.timeMicros());
            case 14 -> uuid();
            case 15 -> promoted(Type.LONG, Type.LONG);
            case 16 -> {
                Pair element = maybeNull(depth + 1);
                yield new Pair(Schema.createArray(element.writer), Schema.createArray(element.reader));
            }
            case 17 -> {
                Pair value = maybeNull(depth + 1);
                yield new Pair(Schema.createMap(value.writer), Schema.createMap(value.reader));
            }
            default -> record(depth + 1);
        };
    }

    private static Pair same(Schema schema) {
        return new Pair(schema, schema);
    }

    private Pair promoted(Type reader, Type... writers) {
        return new Pair(Schema.create(writers[random.nextInt(writers.length)]), Schema.create(reader));
    }

    private Pair logical(Type base, org.apache.avro.LogicalType type) {
        Schema reader = type.addToSchema(Schema.create(base));
        return same(reader);
    }

    private org.apache.avro.LogicalType instant() {
        return switch (random.nextInt(6)) {
            case 0 -> LogicalTypes.timestampMillis();
            case 1 -> LogicalTypes.timestampMicros();
            case 2 -> LogicalTypes.timestampNanos();
            case 3 -> LogicalTypes.localTimestampMillis();
            case 4 -> LogicalTypes.localTimestampMicros();
            default -> LogicalTypes.localTimestampNanos();
        };
    }

    private Pair uuid() {
        Schema base = chance(2) ? Schema.create(Type.STRING) : Schema.createFixed("U" + names++, null, null, 16);
        return same(LogicalTypes.uuid().addToSchema(base));
    }

    private Pair decimal() {
        int precision = 1 + random.nextInt(38);
        int scale = random.nextInt(precision + 1);
        Schema base = chance(2)
                ? Schema.create(Type.BYTES)
                : Schema.createFixed("D" + names++, null, null, 16 + random.nextInt(4));
        return same(LogicalTypes.decimal(precision, scale).addToSchema(base));
    }

    private Pair enumeration() {
        String name = "E" + names++;
        List<String> symbols = new ArrayList<>(List.of("A", "B", "C", "D", "E"));
        Collections.shuffle(symbols, random);
        List<String> read = List.copyOf(symbols.subList(0, 1 + random.nextInt(5)));
        Collections.shuffle(symbols, random);
        List<String> written = List.copyOf(symbols.subList(0, 1 + random.nextInt(5)));
        String fallback = chance(3) ? null : read.get(random.nextInt(read.size()));
        return new Pair(
                Schema.createEnum(name, null, null, written), Schema.createEnum(name, null, null, read, fallback));
    }

    /** Anything that Avro can write, as nobody reads it. */
    private Schema writerOnly(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> Schema.create(Type.NULL);
            case 1 ->
                Schema.createUnion(
                        Schema.create(Type.STRING),
                        Schema.create(Type.NULL),
                        Schema.create(Type.LONG),
                        Schema.createArray(maybeNull(depth + 1).writer));
            case 2 -> Schema.createArray(Schema.create(Type.NULL));
            case 3 -> {
                Schema list = Schema.createRecord("L" + names++, null, null, false);
                list.setFields(List.of(new Field("value", Schema.create(Type.INT)), new Field("next", nullable(list))));
                yield list;
            }
            default -> type(depth).writer;
        };
    }

    /** A default for a reader's field, or null for none. */
    private Object defaultOf(Schema schema) {
        return chance(2) ? values.defaultOf(schema) : null;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
