package dev.weir.contract.load;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plain values of any type, by chance or of a number. Not thread-safe. */
final class SampleValues {

    private static final List<String> WORDS = List.of(
            "north", "south", "east", "west", "red", "green", "blue", "amber", "river", "stone", "maple", "cedar",
            "alpha", "beta", "gamma", "delta", "small", "medium", "large", "new", "open", "closed", "first", "last");

    private static final double USUAL = 1000;
    private static final int MOST_ELEMENTS = 3;
    private static final RuleLiterals NOTHING_KNOWN = new RuleLiterals(List.of(), List.of());

    private final Random random;
    private final Instant now;

    SampleValues(Random random, Instant now) {
        this.random = random;
        this.now = now;
    }

    /** A value by chance; half of those whose column rules speak of lie near what they mention. */
    Object random(FieldType type, RuleLiterals literals, double nulls) {
        if (type instanceof Scalar scalar) {
            return scalar(scalar, literals);
        }
        if (type instanceof Decimal decimal) {
            double value = Math.abs(number(literals, USUAL)) + Math.pow(10, -decimal.scale());
            double most = Math.pow(10, decimal.precision() - decimal.scale()) - 1;
            return BigDecimal.valueOf(Math.min(value, most)).setScale(decimal.scale(), RoundingMode.HALF_UP);
        }
        if (type instanceof Fixed fixed) {
            return bytes(fixed.size());
        }
        if (type instanceof Enumeration enumeration) {
            return enumeration
                    .symbols()
                    .get(random.nextInt(enumeration.symbols().size()));
        }
        if (type instanceof ListOf list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = random.nextInt(MOST_ELEMENTS + 1); i > 0; i--) {
                elements.add(orNull(list.element(), list.elementNullable(), nulls));
            }
            return elements;
        }
        if (type instanceof MapOf map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(MOST_ELEMENTS + 1); i > 0; i--) {
                entries.put(word(), orNull(map.value(), map.valueNullable(), nulls));
            }
            return entries;
        }
        if (type instanceof Struct struct) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Field field : struct.fields()) {
                fields.put(field.name(), orNull(field.type(), field.nullable(), nulls));
            }
            return fields;
        }
        return ofTime(type, random.nextInt((int) Duration.ofHours(1).toSeconds()));
    }

    private @Nullable Object orNull(FieldType type, boolean nullable, double nulls) {
        return nullable && random.nextDouble() < nulls ? null : random(type, NOTHING_KNOWN, nulls);
    }

    private Object scalar(Scalar scalar, RuleLiterals literals) {
        return switch (scalar) {
            case BOOLEAN -> random.nextBoolean();
            case INT32 -> (int) Math.round(number(literals, USUAL));
            case INT64 -> Math.round(number(literals, USUAL));
            case FLOAT32 -> (float) rounded(number(literals, USUAL / 10));
            case FLOAT64 -> rounded(number(literals, USUAL / 10));
            case STRING ->
                literals.texts().isEmpty() || random.nextBoolean()
                        ? word()
                        : literals.texts().get(random.nextInt(literals.texts().size()));
            case BYTES -> bytes(8);
            case DATE -> now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(random.nextInt(30));
            case UUID -> new UUID(random.nextLong(), random.nextLong());
        };
    }

    /** The value that a number has in a column; two numbers have the same only where the type has no more values. */
    Object numbered(String column, FieldType type, long number) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> number % 2 == 1;
                case INT32 -> (int) (number + 1);
                case INT64 -> number + 1;
                case FLOAT32 -> (float) number;
                case FLOAT64 -> (double) number;
                case STRING -> column + "-" + number;
                case BYTES -> BigInteger.valueOf(number).toByteArray();
                case DATE -> now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(number % 3650);
                case UUID -> new UUID(column.hashCode(), number);
            };
        }
        if (type instanceof Decimal decimal) {
            return BigDecimal.valueOf(number + 1)
                    .remainder(BigDecimal.TEN.pow(decimal.precision() - decimal.scale()))
                    .setScale(decimal.scale());
        }
        if (type instanceof Fixed fixed) {
            byte[] bytes = new byte[fixed.size()];
            byte[] digits = BigInteger.valueOf(number).toByteArray();
            int length = Math.min(bytes.length, digits.length);
            System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
            return bytes;
        }
        if (type instanceof Enumeration enumeration) {
            return enumeration.symbols().get((int)
                    (number % enumeration.symbols().size()));
        }
        return type instanceof ListOf || type instanceof MapOf || type instanceof Struct
                ? random(type, NOTHING_KNOWN, 0)
                : ofTime(type, number);
    }

    /** So many seconds ago. */
    private Object ofTime(FieldType type, long seconds) {
        Instant time = now.minusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
        if (type instanceof Timestamp) {
            return time;
        }
        if (type instanceof LocalTimestamp) {
            return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        }
        if (type instanceof TimeOfDay) {
            return LocalTime.ofSecondOfDay(seconds % Duration.ofDays(1).toSeconds());
        }
        throw new IllegalArgumentException("No values are known of " + type);
    }

    /** Between those that rules mention, or around the only one; else between 0 and {@code usual}. */
    private double number(RuleLiterals literals, double usual) {
        List<Double> mentioned = literals.numbers();
        double part = random.nextDouble();
        if (mentioned.isEmpty() || random.nextBoolean()) {
            return part * usual;
        }
        double least = mentioned.get(0);
        double most = mentioned.get(mentioned.size() - 1);
        return least == most ? least + Math.round((part * 2 - 1) * usual / 10) : least + part * (most - least);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
