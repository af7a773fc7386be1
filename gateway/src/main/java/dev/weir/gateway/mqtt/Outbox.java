package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.log.EventLog;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that aren't acknowledged yet: to the log in their order, and back in their order. Used on
 * the connection's event loop only.
 */
final class Outbox {

    private final EventLog log;
    private final ByteBudget budget;
    private final Consumer<Delivery> known;
    private final ArrayDeque<Delivery> inFlight = new ArrayDeque<>(1);
    /** How many of these must be sent, for the first or another time. */
    private int waiting;
    /** How many of these the client waits for. */
    private int awaited;
    /** What the log had no room for just now, so that nothing overtakes it. */
    private @Nullable Delivery bounced;

    private boolean starved;
    private boolean closed;

    /** @param known is told of each message when the log has told of all of it, on any thread */
    Outbox(EventLog log, ByteBudget budget, Consumer<Delivery> known) {
        this.log = log;
        this.budget = budget;
        this.known = known;
    }

    /** Takes a message, and sends it unless one before it waits. */
    void add(Delivery delivery) {
        inFlight.add(delivery);
        if (delivery.packetId() != Delivery.UNANSWERED) {
            awaited++;
        }
        if (!delivery.settled() && (waiting > 0 || bounced != null || !send(delivery))) {
            waiting++;
        }
    }

    private boolean send(Delivery delivery) {
        starved = !delivery.charge(budget);
        if (starved) {
            return false;
        }
        delivery.send(log, known);
        if (delivery.bounced()) {
            bounced = delivery;
        }
        return true;
    }

    /**
     * Sends what waits, as long as there is room for it.
     *
     * @return whether nothing waits any more
     */
    boolean sendWaiting() {
        if (waiting > 0) {
            for (Delivery delivery : inFlight) {
                if (delivery.settled() || delivery.out()) {
                    continue;
                }
                if (bounced != null || !send(delivery)) {
                    return false;
                }
                waiting--;
            }
        }
        return waiting == 0;
    }

    /** The log has told of all of a message. */
    void settle(Delivery delivery) {
        if (bounced == delivery) {
            bounced = null;
        }
        delivery.settle();
        if (closed) {
            delivery.release(budget);
            inFlight.remove(delivery);
        } else if (!delivery.settled()) {
            waiting++;
        }
    }

    /** Takes out the eldest message if it is known what the client is told; null if it isn't, or there is none. */
    @Nullable
    Delivery poll() {
        Delivery eldest = inFlight.peek();
        if (eldest == null || !eldest.settled()) {
            return null;
        }
        eldest.release(budget);
        if (eldest.packetId() != Delivery.UNANSWERED) {
            awaited--;
        }
        return inFlight.poll();
    }

    int size() {
        return inFlight.size();
    }

    /** How many messages the client waits for. */
    int awaited() {
        return awaited;
    }

    /** Whether something must be sent. */
    boolean blocked() {
        return waiting > 0;
    }

    /** Whether too much is in flight, of all connections together, for the newest message. */
    boolean starved() {
        return starved;
    }

    /**
     * The client is gone. What the log doesn't have is forgotten: the client sends it again, if it was to be acknowledged.
     *
     * @return how many messages are forgotten that it doesn't send again
     */
    int close() {
        closed = true;
        waiting = 0;
        int lost = 0;
        for (Iterator<Delivery> each = inFlight.iterator(); each.hasNext(); ) {
            Delivery delivery = each.next();
            if (delivery.out()) {
                continue;
            }
            delivery.release(budget);
            each.remove();
            lost += !delivery.settled() && delivery.packetId() == Delivery.UNANSWERED ? 1 : 0;
        }
        return lost;
    }
}
