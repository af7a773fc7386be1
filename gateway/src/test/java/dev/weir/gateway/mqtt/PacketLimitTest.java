package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketLimitTest {

    private static final int LIMIT = 300;

    private boolean exceeded;
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new PacketLimit(LIMIT), new ChannelInboundHandlerAdapter() {
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
