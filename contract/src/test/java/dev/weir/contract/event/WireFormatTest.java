package dev.weir.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.SchemaFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

    @Test
    void avroIsFramedByMagicByteAndBigEndianId() {
        byte[] framed = WireFormat.frame(0x01020304, SchemaFormat.AVRO, new byte[] {9, 8});

        assertThat(HexFormat.of().formatHex(framed)).isEqualTo("00010203040908");
    }

    @Test
    void protobufAddsTheShortFormOfTheFirstMessagesIndex() {
        byte[] framed = WireFormat.frame(7, SchemaFormat.PROTOBUF, new byte[] {9});

        assertThat(HexFormat.of().formatHex(framed)).isEqualTo("00000000070009");
    }

    @Test
    void headerIsReadInAnyByteOrderAndPositionMovesBehindIt() throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer value = buffer("ff00010203040900").order(order).position(1);

            assertThat(WireFormat.readSchemaId(value)).isEqualTo(0x01020304);
            assertThat(value.position()).isEqualTo(6);
            assertThat(value.order()).isEqualTo(order);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00000000", "0100000007", "7b22612200"})
    void valueWithoutHeaderIsMalformed(String hex) {
        assertThat(code(() -> WireFormat.readSchemaId(buffer(hex)))).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void messageIndexesAreReadAsConfluentWritesThem() throws Exception {
        assertThat(WireFormat.readMessageIndexes(buffer("00"))).containsExactly(0);
        assertThat(WireFormat.readMessageIndexes(buffer("0200"))).containsExactly(0);
        assertThat(WireFormat.readMessageIndexes(buffer("040200"))).containsExactly(1, 0);
        assertThat(WireFormat.readMessageIndexes(buffer("02feffffff0f"))).containsExactly(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02", "80", "01", "0201", "8201", "ffffffff0f", "ffffffffff01", "02ffffffff7f00"})
    void hostileMessageIndexesAreMalformed(String hex) {
        assertThat(code(() -> WireFormat.readMessageIndexes(buffer(hex)))).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void onlyTheFirstMessageIsAStreamsEvent() throws Exception {
        ByteBuffer shortForm = buffer("0009");
        ByteBuffer longForm = buffer("020009");

        WireFormat.skipFirstMessageIndexes(shortForm);
        WireFormat.skipFirstMessageIndexes(longForm);

        assertThat(shortForm.remaining()).isOne();
        assertThat(longForm.remaining()).isOne();
        assertThat(code(() -> WireFormat.skipFirstMessageIndexes(buffer("0202"))))
                .isEqualTo(RejectCode.WRONG_SCHEMA);
        assertThatThrownBy(() -> WireFormat.skipFirstMessageIndexes(buffer("")))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void varintsAgreeWithKafkasOwn() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            int index = random.nextInt() >>> (1 + random.nextInt(31));
            ByteBuffer value = ByteBuffer.allocate(16);
            ByteUtils.writeVarint(1, value);
            ByteUtils.writeVarint(index, value);

            assertThat(WireFormat.readMessageIndexes(value.flip())).containsExactly(index);
            assertThat(value.hasRemaining()).isFalse();
        }
    }

    private static RejectCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RecordRejectedException.class, call).code();
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
