package dev.weir.gateway.mqtt;

import dev.weir.contract.event.EncodedEvent;
import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.AppendResult.Busy;
import dev.weir.gateway.log.AppendResult.Refused;
import dev.weir.gateway.log.AppendResult.Stored;
import dev.weir.gateway.log.AppendResult.TooLarge;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.StreamMeter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to Kafka and back. Its events are appended until all are stored, or one can't be. All but the log's
 * results happens on the connection's event loop.
 */
final class Delivery {

    /** Packet id of a message that nobody waits for (QoS 0). */
    static final int UNANSWERED = 0;

    /** @param headers that all records get */
    record Events(String topic, List<EncodedEvent> events, Map<String, String> headers, StreamMeter numbers) {}

    private final int packetId;
    private final int bytes;
    private final @Nullable Events content;
    private final @Nullable String remark;
    private final AtomicReferenceArray<@Nullable AppendResult> results;
    private final AtomicInteger open = new AtomicInteger();
    private Reason reason;
    private boolean settled;
    private boolean out;
    private boolean charged;

    private Delivery(int packetId, int bytes, @Nullable Events content, Reason reason, @Nullable String remark) {
        this.packetId = packetId;
        this.bytes = bytes;
        this.content = content;
        this.reason = reason;
        this.remark = remark;
        this.results = new AtomicReferenceArray<>(
                content == null ? 0 : content.events().size());
        this.settled = content == null;
    }

    /**
     * @param bytes of its payload
     * @param remark for the client, beside the acknowledgement; null for none
     */
    static Delivery of(int packetId, int bytes, Events content, @Nullable String remark) {
        return new Delivery(packetId, bytes, content, Reason.SUCCESS, remark);
    }

    /** A message of which nothing is stored. */
    static Delivery refused(int packetId, Reason reason, String remark) {
        return new Delivery(packetId, 0, null, reason, remark);
    }

    int packetId() {
        return packetId;
    }

    Reason reason() {
        return reason;
    }

    @Nullable
    String remark() {
        return remark;
    }

    /** Whether it is known what the client is told. */
    boolean settled() {
        return settled;
    }

    /** Takes room for it, unless it has it; false if there is none. */
    boolean charge(ByteBudget budget) {
        charged = charged || budget.take(bytes);
        return charged;
    }

    /** Gives its room back. */
    void release(ByteBudget budget) {
        if (charged) {
            charged = false;
            budget.giveBack(bytes);
        }
    }

    /** Whether the log said at once that it has no room for some of it. */
    boolean bounced() {
        if (open.get() > 0) {
            return false;
        }
        for (int i = 0; i < results.length(); i++) {
            if (results.get(i) instanceof Busy) {
                return true;
            }
        }
        return false;
    }

    /** Whether the log has it and hasn't told of all of it. */
    boolean out() {
        return out;
    }

    /**
     * Appends the events that aren't stored yet.
     *
     * @param known is told once, on any thread, when the log has told of each
     */
    void send(EventLog log, Consumer<Delivery> known) {
        if (content == null) {
            throw new IllegalStateException("a message that is refused");
        }
        out = true;
        int events = results.length();
        open.set(events + 1);
        long begin = System.nanoTime();
        for (int i = 0; i < events; i++) {
            if (results.get(i) instanceof Stored) {
                open.decrementAndGet();
                continue;
            }
            int position = i;
            log.append(content.topic(), content.events().get(i), content.headers(), result -> {
                if (result instanceof Stored) {
                    content.numbers().acknowledged(begin);
                }
                results.set(position, result);
                close(known);
            });
        }
        close(known);
    }

    private void close(Consumer<Delivery> known) {
        if (open.decrementAndGet() == 0) {
            known.accept(this);
        }
    }

    /** The log has told of each event; what it was busy for, or left unknown, must be sent again. */
    void settle() {
        out = false;
        boolean all = true;
        for (int i = 0; i < results.length(); i++) {
            AppendResult result = results.get(i);
            if (result instanceof TooLarge) {
                refuse(Reason.EVENT_TOO_LARGE);
                return;
            }
            if (result instanceof Refused) {
                refuse(Reason.LOG_REFUSES);
                return;
            }
            all &= result instanceof Stored;
        }
        if (all && content != null) {
            settled = true;
            content.numbers().accepted(results.length());
        }
    }

    private void refuse(Reason why) {
        settled = true;
        reason = why;
        if (content != null) {
            content.numbers().refused(why.name());
        }
    }
}
