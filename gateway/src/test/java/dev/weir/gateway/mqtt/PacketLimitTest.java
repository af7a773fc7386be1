package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.access.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketLimitTest {

    private static final int LIMIT = 300;

    private boolean exceeded;
    private final ByteBudget unfinished = new ByteBudget(LIMIT);
    private final PacketLimit limit = new PacketLimit(LIMIT, unfinished);
    private final EmbeddedChannel channel = new EmbeddedChannel(limit, new ChannelInboundHandlerAdapter() {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            exceeded = event instanceof PacketLimit.Exceeded;
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void packetsUpToTheLimitPassHoweverTheirBytesCome(int chunk) {
        byte[] bytes = packets(0, 1, 127, 128, LIMIT, 0, LIMIT);

        feed(bytes, chunk);

        assertThat(exceeded).isFalse();
        assertThat(passed()).isEqualTo(bytes.length);
        assertThat(unfinished.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void longerOneIsToldByItsLengthAndNothingPassesBehindIt(int chunk) {
        byte[] before = packets(5, LIMIT);

        feed(before, before.length);
        feed(packets(LIMIT + 1), chunk);
        feed(packets(1), chunk);

        assertThat(exceeded).isTrue();
        assertThat(passed()).isLessThanOrEqualTo(before.length + 2);
    }

    @Test
    void longestPossibleLengthIsTooLong() {
        feed(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}, 5);

        assertThat(exceeded).isTrue();
    }

    @Test
    void whatHasComeOfAPacketCountsUntilItIsWhole() {
        byte[] bytes = packets(1, 200);

        feed(Arrays.copyOf(bytes, bytes.length - 50), 7);

        assertThat(unfinished.used()).isEqualTo(150);
        feed(Arrays.copyOfRange(bytes, bytes.length - 50, bytes.length), 7);
        assertThat(unfinished.used()).isZero();
        assertThat(passed()).isEqualTo(bytes.length);
    }

    @Test
    void whatAClosedConnectionHeldCountsNoLonger() {
        feed(Arrays.copyOf(packets(200), 100), 100);

        channel.close();
        channel.runPendingTasks();

        assertThat(unfinished.used()).isZero();
    }

    @Test
    void packetForWhichThereIsNoRoomDoesNotPass() {
        unfinished.take(LIMIT - 10);

        feed(Arrays.copyOf(packets(200), 100), 100);

        assertThat(exceeded).isTrue();
        assertThat(passed()).isZero();
        assertThat(unfinished.used()).isEqualTo(LIMIT - 10);
    }

    @Test
    void unfinishedIsOnlyAPacketThatIsNotWholeAfterSoLong() {
        long minute = Duration.ofMinutes(1).toNanos();

        feed(packets(200), 200);
        assertThat(limit.isUnfinished(System.nanoTime() + 2 * minute, minute)).isFalse();
        feed(new byte[] {0x30}, 1);

        assertThat(limit.isUnfinished(System.nanoTime(), minute)).isFalse();
        assertThat(limit.isUnfinished(System.nanoTime() + 2 * minute, minute)).isTrue();
    }

    private void feed(byte[] bytes, int chunk) {
        for (int i = 0; i < bytes.length; i += chunk) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes, i, Math.min(chunk, bytes.length - i)));
        }
    }

    private int passed() {
        int passed = 0;
        for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
            passed += bytes.readableBytes();
        }
        return passed;
    }

    private static byte[] packets(int... lengths) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(7);
        for (int length : lengths) {
            bytes.write(0x30);
            int rest = length;
            do {
                bytes.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
                rest >>= 7;
            } while (rest > 0);
            byte[] content = new byte[length];
            random.nextBytes(content);
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }
}
