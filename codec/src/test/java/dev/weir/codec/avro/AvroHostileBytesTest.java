package dev.weir.codec.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.weir.codec.FlinkTypes;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.Utf8;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Bytes that claim more than they hold: rejected at once, before memory is taken for what they claim. */
class AvroHostileBytesTest {

    private static final long MEMORY_BOUND = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void countsBeyondTheRecordAreRejected() {
        for (String type : List.of(
                "{\"type\":\"array\",\"items\":\"long\"}",
                "{\"type\":\"map\",\"values\":\"string\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"boolean\"}}",
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}")) {
            for (long count : new long[] {1L << 20, 1L << 40, Long.MAX_VALUE, -(1L << 40), Long.MIN_VALUE}) {
                byte[] bytes = bytes(count, 0, 0, 0);

                RecordRejectedException rejection = rejection(type, bytes);

                assertThat(rejection.code()).as(type + count).isIn(RejectCode.MALFORMED, RejectCode.TOO_LARGE);
                assertThat(rejection.path()).as(type + count).startsWith("f");
            }
        }
    }

    @Test
    void elementsWithoutBytesAreBoundedOverTheWholeRecord() {
        String lists = "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}}";
        long[] claims = new long[2_001];
        claims[0] = 1_000;
        for (int i = 1; i < claims.length; i += 2) {
            claims[i] = 1_000;
        }

        assertThat(rejection(lists, bytes(claims)).code()).isEqualTo(RejectCode.TOO_LARGE);
    }

    @Test
    void lengthsBeyondTheRecordAreRejected() {
        for (String type : List.of("\"string\"", "\"bytes\"")) {
            for (long length : new long[] {2, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
                assertThat(rejection(type, bytes(length, 0)).code()).isEqualTo(RejectCode.MALFORMED);
            }
        }
    }

    @Test
    void numbersThatNeverEndAreRejected() {
        byte[] endless = new byte[100];
        Arrays.fill(endless, (byte) 0xFF);

        for (String type : List.of("\"int\"", "\"long\"", "\"string\"", "[\"null\",\"int\"]")) {
            assertThat(rejection(type, endless).code()).as(type).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void branchesAndSymbolsThatDoNotExistAreRejected() {
        String symbols = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}";
        for (long index : new long[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(rejection("[\"null\",\"int\"]", bytes(index)).code()).isEqualTo(RejectCode.MALFORMED);
            assertThat(rejection(symbols, bytes(index)).code()).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void decimalsWithTooManyDigitsAreRejectedHoweverLong() {
        String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":2}";
        byte[] digits = new byte[500_000];
        Arrays.fill(digits, (byte) 0x7F);
        byte[] bytes = concat(bytes(digits.length), digits);

        assertThat(rejection(decimal.formatted(38), bytes).code()).isEqualTo(RejectCode.OUT_OF_RANGE);
        assertThat(rejection(decimal.formatted(5), bytes).code()).isEqualTo(RejectCode.OUT_OF_RANGE);
        assertThat(rejection(decimal.formatted(3), bytes(2, -500)).code()).isEqualTo(RejectCode.OUT_OF_RANGE);
        assertThat(rejection(decimal.formatted(5), bytes(0)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void timesOutsideOfADayAreRejected() {
        assertThat(rejection("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", bytes(86_400_000))
                        .code())
                .isEqualTo(RejectCode.OUT_OF_RANGE);
        assertThat(rejection("{\"type\":\"long\",\"logicalType\":\"time-micros\"}", bytes(-1))
                        .code())
                .isEqualTo(RejectCode.OUT_OF_RANGE);
    }

    @Test
    void recursionInFieldsThatNobodyReadsIsBounded() throws Exception {
        Schema writer = new Schema.Parser().parse("""
                        {"type":"record","name":"T","fields":[{"name":"list","type":
                          {"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}}]}""");
        AvroColumnReader reader = new AvroColumnReader(writer, stream("\"int\"", "0"), List.of());
        Columns none = new Columns(List.of(), 1);
        byte[] shallow = new byte[32];
        Arrays.fill(shallow, 0, 31, (byte) 2);
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 2);

        assertThatCode(() -> reader.read(shallow, 0, shallow.length, none)).doesNotThrowAnyException();
        RecordRejectedException rejection =
                catchThrowableOfType(RecordRejectedException.class, () -> reader.read(deep, 0, deep.length, none));
        assertThat(rejection.code()).isEqualTo(RejectCode.TOO_LARGE);
    }

    @Test
    void randomBytesAreReadOrRejectedWithinTheMemoryBound() {
        String type = """
                {"type":"array","items":{"type":"record","name":"Item","fields":[
                  {"name":"a","type":{"type":"map","values":["null","string"]}},
                  {"name":"b","type":{"type":"array","items":{"type":"fixed","name":"F","size":0}}}]}}""";
        Reading reader = reader(type);
        Random random = new Random(7);
        int rejected = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(3) == 0 ? bytes[j] : (byte) random.nextInt(8);
            }
            rejected += readWithinMemoryBound(reader, bytes) == null ? 0 : 1;
        }
        assertThat(rejected).isBetween(1, 19_999);
    }

    @Test
    void onlyWellFormedUtf8IsText() {
        for (int i = 0; i < 0x10000; i++) {
            byte[] pair = {(byte) (i >> 8), (byte) i, 'x'};
            assertThat(Utf8.isValid(pair, 0, 3)).isEqualTo(isUtf8(pair));
        }
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[12];
            int from = random.nextInt(8);
            int length = random.nextInt(12 - from);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0x80 + random.nextInt(128));
            }
            bytes[from] = (byte) (0xE0 + random.nextInt(32));
            assertThat(Utf8.isValid(bytes, from, length))
                    .isEqualTo(isUtf8(Arrays.copyOfRange(bytes, from, from + length)));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private RecordRejectedException rejection(String type, byte[] bytes) {
        RecordRejectedException rejection = readWithinMemoryBound(reader(type), bytes);
        assertThat(rejection).as(type).isNotNull();
        return rejection;
    }

    /** Null if the bytes are a good record. */
    private RecordRejectedException readWithinMemoryBound(Reading reading, byte[] bytes) {
        RecordRejectedException rejection = null;
        Columns columns = new Columns(reading.fields, 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reading.reader.read(bytes, 0, bytes.length, columns);
        } catch (RecordRejectedException e) {
            rejection = e;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY_BOUND);
        return rejection;
    }

    private record Reading(AvroColumnReader reader, List<FieldType.Field> fields) {}

    private static Reading reader(String type) {
        AvroStreamSchema stream = stream(type, null);
        return new Reading(
                new AvroColumnReader(stream.schema(), stream, FlinkTypes.columns(stream.fields())),
                stream.fields().fields());
    }

    private static AvroStreamSchema stream(String type, String defaultValue) {
        try {
            return AvroStreamSchema.parse(
                    Path.of("hostile.avsc"),
                    "{\"type\":\"record\",\"name\":\"T\",\"fields\":[{\"name\":\"f\",\"type\":" + type
                            + (defaultValue == null ? "" : ",\"default\":" + defaultValue) + "}]}");
        } catch (dev.weir.contract.ContractException e) {
            throw new IllegalArgumentException("The test's schema is wrong", e);
        }
    }

    private static byte[] bytes(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(10 * numbers.length);
        for (long number : numbers) {
            long n = number << 1 ^ number >> 63;
            while ((n & ~0x7FL) != 0) {
                bytes.put((byte) (n | 0x80));
                n >>>= 7;
            }
            bytes.put((byte) n);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
