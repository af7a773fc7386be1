package dev.weir.simulate.mqtt;

import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a connection that are sent and not acknowledged, in their order, with their packet ids (MQTT 5.0, 2.2.1: from 1 to
 * 65,535, none twice at a time). From the oldest to the newest there are never more than the window is wide, so a packet id
 * tells where its message is. Not thread-safe.
 */
final class Window {

    static final int WIDEST = 64;
    private static final int PACKET_IDS = 65_535;

    private final @Nullable Outgoing[] messages = new Outgoing[WIDEST];
    /** The numbers of messages, from 0; what lies between is in flight or acknowledged out of turn. */
    private long oldest;

    private long next;

    boolean isFull(int width) {
        return next - oldest >= Math.min(width, WIDEST);
    }

    boolean isEmpty() {
        return next == oldest;
    }

    /**
     * Takes a message in.
     *
     * @return its packet id
     * @throws IllegalStateException if the window is full
     */
    int add(Outgoing message) {
        if (isFull(WIDEST)) {
            throw new IllegalStateException("a message too many in flight");
        }
        messages[slot(next)] = message;
        return packetId(next++);
    }

    /** The message with this id; null if none is in flight, as of an acknowledgement that comes twice. */
    @Nullable
    Outgoing acknowledge(int packetId) {
        long number = oldest + Math.floorMod(packetId - packetId(oldest), PACKET_IDS);
        Outgoing message = packetId < 1 || number >= next ? null : messages[slot(number)];
        if (message == null) {
            return null;
        }
        messages[slot(number)] = null;
        while (oldest < next && messages[slot(oldest)] == null) {
            oldest++;
        }
        return message;
    }

    /** Gives those in flight, the oldest first, with their packet ids. */
    void forEach(ObjIntConsumer<Outgoing> consumer) {
        for (long number = oldest; number < next; number++) {
            Outgoing message = messages[slot(number)];
            if (message != null) {
                consumer.accept(message, packetId(number));
            }
        }
    }

    private static int slot(long number) {
        return (int) (number % WIDEST);
    }

    private static int packetId(long number) {
        return 1 + (int) (number % PACKET_IDS);
    }
}
