package dev.weir.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Fixed;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.TimeOfDay;
import dev.weir.contract.FieldType.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFormatTest {

    private static final List<FieldType> TYPES = List.of(
            Scalar.BOOLEAN,
            Scalar.INT32,
            Scalar.INT64,
            Scalar.STRING,
            Scalar.BYTES,
            Scalar.DATE,
            Scalar.UUID,
            new Decimal(20, 3),
            new Decimal(9, 0),
            new Fixed(4),
            new Enumeration(List.of("LIKE", "FOLLOW")),
            new Timestamp(3),
            new Timestamp(9),
            new LocalTimestamp(6),
            new TimeOfDay(3));

    @Test
    void oneFieldIsItsPlainText() {
        assertThat(encoded("Ana \"x\"")).isEqualTo("Ana \"x\"");
        assertThat(encoded("")).isEmpty();
        assertThat(encoded(-42)).isEqualTo("-42");
        assertThat(encoded(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(encoded(new BigDecimal("1E+2").setScale(2))).isEqualTo("100.00");
        assertThat(encoded(Instant.parse("2026-01-31T12:00:00.5Z"))).isEqualTo("2026-01-31T12:00:00.500Z");
        assertThat(encoded(new byte[] {1, 2, 3})).isEqualTo("AQID");
    }

    @Test
    void severalFieldsAreACompactJsonArray() {
        assertThat(encoded("a\"\\\n\u0001é😀", 7L, true, LocalDate.of(2026, 1, 31)))
                .isEqualTo("[\"a\\\"\\\\\\n\\u0001é😀\",7,true,\"2026-01-31\"]");
    }

    @Test
    void everySupportedKeyComesBackAsItWas() throws Exception {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<FieldType> types = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                FieldType type = TYPES.get(random.nextInt(TYPES.size()));
                types.add(type);
                values.add(value(type, random));
            }

            byte[] key = KeyFormat.encode(values);

            assertThat(KeyFormat.decode(key, types))
                    .as("seed %d: %s", seed, new String(key, UTF_8))
                    .usingRecursiveComparison()
                    .isEqualTo(values);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT32|007",
                "INT32|+7",
                "INT32|-0",
                "INT32|2147483648",
                "INT32|x",
                "INT32|''",
                "BOOLEAN|TRUE",
                "DATE|2026-02-30",
                "UUID|1-1-1-1-1",
                "BYTES|AQI",
                "BYTES|AQ==="
            })
    void otherSpellingsOfOneFieldAreRefused(Scalar type, String text) {
        assertThatThrownBy(() -> KeyFormat.decode(text.getBytes(UTF_8), List.of(type)))
                .isInstanceOf(RecordRejectedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"a\", 1]",
                "[\"a\",1]x",
                "[\"a\",1",
                "[\"a\"]",
                "[\"a\",1,2]",
                "[\"a\",\"1\"]",
                "[\"a\",1.0]",
                "[null,1]",
                "[[],1]",
                "[\"\\u0061\",1]",
                "{\"a\":1}",
                "a"
            })
    void otherSpellingsOfSeveralFieldsAreRefused(String text) {
        assertThatThrownBy(() -> KeyFormat.decode(text.getBytes(UTF_8), List.of(Scalar.STRING, Scalar.INT64)))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void hostileDecimalsAreRefusedAtOnce() {
        assertThatThrownBy(() -> KeyFormat.decode("1E999999999".getBytes(UTF_8), List.of(new Decimal(9, 2))))
                .isInstanceOf(RecordRejectedException.class);
        assertThatThrownBy(() -> KeyFormat.decode("12345678.90".getBytes(UTF_8), List.of(new Decimal(9, 2))))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> KeyFormat.decode(new byte[] {(byte) 0xff}, List.of(Scalar.STRING)))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void whatHasNoExactTextIsNoKey() {
        assertThat(KeyFormat.supports(Scalar.FLOAT64)).isFalse();
        assertThat(KeyFormat.supports(new ListOf(Scalar.INT32, false))).isFalse();
        assertThat(TYPES).allMatch(KeyFormat::supports);
        assertThatThrownBy(() -> KeyFormat.encode(List.of(1.5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyFormat.encode(List.of("\ud800"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyFormat.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static String encoded(Object... values) {
        return new String(KeyFormat.encode(List.of(values)), UTF_8);
    }

    private static Object value(FieldType type, Random random) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> random.nextBoolean();
                case INT32 -> random.nextInt();
                case INT64 -> random.nextLong();
                case STRING -> text(random);
                case BYTES -> bytes(random, random.nextInt(9));
                case DATE -> LocalDate.ofEpochDay(random.nextInt(4_000_000) - 2_000_000);
                case UUID -> new UUID(random.nextLong(), random.nextLong());
                case FLOAT32, FLOAT64 -> throw new IllegalArgumentException("no key");
            };
        }
        if (type instanceof Decimal decimal) {
            return new BigDecimal(new BigInteger(decimal.precision() * 3, random), decimal.scale())
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
        }
        if (type instanceof Fixed fixed) {
            return bytes(random, fixed.size());
        }
        if (type instanceof Enumeration enumeration) {
            return enumeration
                    .symbols()
                    .get(random.nextInt(enumeration.symbols().size()));
        }
        Instant instant = Instant.ofEpochMilli(random.nextLong() >> (10 + random.nextInt(40)));
        if (type instanceof Timestamp) {
            return instant;
        }
        LocalDateTime local = LocalDateTime.ofInstant(instant, java.time.ZoneOffset.UTC);
        return type instanceof LocalTimestamp ? local : LocalTime.from(local);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(1 << (1 + random.nextInt(20)));
            text.appendCodePoint(Character.isSurrogate((char) point) && point < 0x10000 ? 'x' : point);
        }
        return text.toString();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
