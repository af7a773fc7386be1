package dev.weir.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the length that each packet says it has before anything of it is kept: Netty's decoder collects a packet whole
 * and may look at its length only then. Nothing passes any more behind one that is too long.
 */
final class PacketLimit extends ChannelInboundHandlerAdapter {

    /** Passed up in place of the packet that is too long. */
    record Exceeded() {}

    private static final int LENGTH_BITS = 7;
    private static final int MOST_LENGTH_BITS = 28;

    private final int maxBytes;
    /** Of the present packet, that are yet to come. */
    private int rest;

    private int length;
    /** -1 before a packet; else how many bits of its length are known. */
    private int lengthBits = -1;

    private boolean exceeded;

    PacketLimit(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (exceeded) {
            ReferenceCountUtil.release(message);
        } else if (follow((ByteBuf) message)) {
            context.fireChannelRead(message);
        } else {
            exceeded = true;
            ReferenceCountUtil.release(message);
            context.fireUserEventTriggered(new Exceeded());
        }
    }

    /** Whether all packets that begin in these bytes are short enough; a length that is none is left to the decoder. */
    private boolean follow(ByteBuf bytes) {
        int index = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (index < end) {
            if (rest > 0) {
                int skipped = Math.min(rest, end - index);
                rest -= skipped;
                index += skipped;
            } else if (lengthBits < 0) {
                index++;
                lengthBits = 0;
                length = 0;
            } else {
                byte next = bytes.getByte(index++);
                length |= (next & 0x7f) << lengthBits;
                lengthBits += LENGTH_BITS;
                if (next >= 0 || lengthBits == MOST_LENGTH_BITS) {
                    if (length > maxBytes) {
                        return false;
                    }
                    rest = length;
                    lengthBits = -1;
                }
            }
        }
        return true;
    }
}
