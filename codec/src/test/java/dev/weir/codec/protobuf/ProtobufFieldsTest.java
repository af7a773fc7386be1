package dev.weir.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;
import dev.weir.codec.FlinkTypes;
import dev.weir.codec.column.Columns;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which bodies are read without Protobuf's parser, and what becomes of those that claim more than they hold. */
class ProtobufFieldsTest {

    private static final ProtobufStreamSchema SCHEMA = schema();
    private static final List<String> COLUMNS = FlinkTypes.columns(SCHEMA.fields());
    private static final long MEMORY_BOUND = 1 << 20;

    @Test
    void bodiesOfPlainFieldsNeedNoParserInWhateverOrderTheyCome() throws Exception {
        byte[] inOrder = body(out -> {
            out.writeString(1, "a");
            out.writeSInt32(2, -3);
            out.writeEnum(4, 1);
            out.writeByteArray(300, new byte[] {8, 10, 16, 1});
            out.writeDouble(40_000, 0.5);
        });
        byte[] shuffled = body(out -> {
            out.writeSInt32(2, 8);
            out.writeDouble(40_000, 0.5);
            out.writeString(1, "left out");
            out.writeString(1, "a");
            out.writeSInt32(2, -3);
        });

        for (byte[] body : List.of(inOrder, shuffled, new byte[0])) {
            Columns columns = columns();
            byte[] padded = Arrays.copyOf(body, body.length + 16);
            assertThat(quick(COLUMNS).read(padded, 0, body.length, columns)).isEqualTo(body.length);
            assertThat(columns.column(1).longAt(0)).isEqualTo(body.length == 0 ? 0 : -3);
            assertThat(quick(List.of()).read(padded, 0, body.length, columns)).isEqualTo(body.length);
        }
    }

    @Test
    void lengthsAndNumbersBeyondTheRecordAreRefusedBeforeMemoryIsTaken() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ProtobufColumnReader reader = new ProtobufColumnReader(SCHEMA, SCHEMA, COLUMNS);
        Columns columns = columns();
        for (long length : new long[] {1, 1 << 30, Integer.MAX_VALUE, (1L << 40) + 5, -1, Long.MAX_VALUE}) {
            for (int field : new int[] {1, 3, 5, 300}) {
                byte[] body = body(out -> {
                    out.writeRawByte(0);
                    out.writeTag(field, 2);
                    out.writeUInt64NoTag(length);
                });
                long before = threads.getCurrentThreadAllocatedBytes();
                RecordRejectedException rejection = catchThrowableOfType(
                        RecordRejectedException.class, () -> reader.read(body, 0, body.length, columns));
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY_BOUND);
                assertThat(rejection.code()).isEqualTo(RejectCode.MALFORMED);
            }
        }
        byte[] endless = new byte[100];
        Arrays.fill(endless, (byte) 0xFF);
        for (int tag : new int[] {8, 16, 32, 0xFF}) {
            endless[0] = 0;
            endless[1] = (byte) tag;
            assertThat(catchThrowableOfType(
                                    RecordRejectedException.class,
                                    () -> reader.read(endless, 0, endless.length, columns))
                            .code())
                    .isEqualTo(RejectCode.MALFORMED);
        }
    }

    private static Columns columns() {
        Columns columns = new Columns(SCHEMA.fields().fields(), 1);
        columns.reserve();
        return columns;
    }

    private static ProtobufFields quick(List<String> columns) {
        return ProtobufFieldsSource.compile(
                WireField.all(SCHEMA, SCHEMA, columns).orElseThrow(), columns.size());
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] body(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static ProtobufStreamSchema schema() {
        try {
            return ProtobufStreamSchema.parse(Path.of("test.proto"), """
                    syntax = "proto3";
                    import "google/protobuf/timestamp.proto";
                    message Event {
                      string name = 1;
                      sint32 small = 2;
                      bytes raw = 3;
                      Kind kind = 4;
                      repeated int64 many = 5;
                      google.protobuf.Timestamp at = 300;
                      double ratio = 40000;
                    }
                    enum Kind { NONE = 0; LIKE = 1; }
                    """);
        } catch (ContractException e) {
            throw new AssertionError("The test's schema is wrong", e);
        }
    }
}
