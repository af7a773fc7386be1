package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the length that each packet says it has before anything of it is kept: Netty's decoder collects a packet whole
 * and may look at its length only then. What has come of a packet that isn't whole counts against what all connections
 * together may hold of such. Nothing passes any more behind a packet that is too long, or for which there is no room.
 */
final class PacketLimit extends ChannelInboundHandlerAdapter {

    /** Passed up in place of the packet that can't be taken. */
    record Exceeded(Reason reason) {}

    private static final int LENGTH_BITS = 7;
    private static final int MOST_LENGTH_BITS = 28;

    private final int maxBytes;
    private final ByteBudget unfinished;
    /** Of the present packet, that are yet to come. */
    private int rest;

    private int length;
    /** -1 before a packet; else how many bits of its length are known. */
    private int lengthBits = -1;

    /** What has come of the present packet, and counts. */
    private int held;
    /** When its first bytes came, if they aren't all of it. */
    private long begun;

    private boolean exceeded;

    /**
     * @param maxBytes of one packet, without its fixed header
     * @param unfinished room for what has come of packets that aren't whole
     */
    PacketLimit(int maxBytes, ByteBudget unfinished) {
        this.maxBytes = maxBytes;
        this.unfinished = unfinished;
    }

    /** Whether a packet has begun to come, and hasn't ended for so long. */
    boolean isUnfinished(long now, long nanos) {
        return isWithinPacket() && now - begun > nanos;
    }

    private boolean isWithinPacket() {
        return rest > 0 || lengthBits >= 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Reason objection = exceeded ? null : follow((ByteBuf) message);
        if (exceeded) {
            ReferenceCountUtil.release(message);
        } else if (objection == null) {
            context.fireChannelRead(message);
        } else {
            exceeded = true;
            ReferenceCountUtil.release(message);
            context.fireUserEventTriggered(new Exceeded(objection));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        unfinished.giveBack(held);
        held = 0;
    }

    /** What is wrong with the packets in these bytes; null for nothing. A length that is none is left to the decoder. */
    private @Nullable Reason follow(ByteBuf bytes) {
        boolean begins = false;
        int index = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (index < end) {
            if (rest > 0) {
                int skipped = Math.min(rest, end - index);
                rest -= skipped;
                index += skipped;
            } else if (lengthBits < 0) {
                index++;
                begins = true;
                lengthBits = 0;
                length = 0;
            } else {
                byte next = bytes.getByte(index++);
                length |= (next & 0x7f) << lengthBits;
                lengthBits += LENGTH_BITS;
                if (next >= 0 || lengthBits == MOST_LENGTH_BITS) {
                    if (length > maxBytes) {
                        return Reason.PACKET_TOO_LARGE;
                    }
                    rest = length;
                    lengthBits = -1;
                }
            }
        }
        if (begins && isWithinPacket()) {
            begun = System.nanoTime();
        }
        return hold(rest > 0 ? length - rest : 0) ? null : Reason.TOO_MUCH_UNFINISHED;
    }

    private boolean hold(int bytes) {
        if (bytes > held && !unfinished.take(bytes - held)) {
            return false;
        }
        if (bytes < held) {
            unfinished.giveBack(held - bytes);
        }
        held = bytes;
        return true;
    }
}
