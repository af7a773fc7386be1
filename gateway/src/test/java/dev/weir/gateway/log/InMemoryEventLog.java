package dev.weir.gateway.log;

import dev.weir.contract.event.EncodedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps events in memory; what it answers can be set, and answers can be held back. Safe to share between threads. */
public final class InMemoryEventLog implements EventLog {

    /** @param topic where it was appended */
    public record Appended(String topic, EncodedEvent event, Map<String, String> headers) {}

    private final List<Appended> events = new CopyOnWriteArrayList<>();
    /** @param topic where it was appended */
    public record Beaten(String topic, int partition, long time) {}

    private final List<Beaten> heartbeats = new CopyOnWriteArrayList<>();
    private final List<Runnable> heldBack = new ArrayList<>();
    private volatile boolean holding;
    private volatile boolean reachable = true;
    private volatile Supplier<AppendResult> failure = () -> null;

    @Override
    public synchronized void append(
            String topic, EncodedEvent event, Map<String, String> headers, Consumer<AppendResult> result) {
        AppendResult failed = failure.get();
        if (failed != null) {
            result.accept(failed);
            return;
        }
        events.add(new Appended(topic, event, headers));
        AppendResult stored = new AppendResult.Stored(0, events.size() - 1);
        if (holding) {
            heldBack.add(() -> result.accept(stored));
        } else {
            result.accept(stored);
        }
    }

    @Override
    public synchronized void beat(String topic, int partition, long time, Consumer<AppendResult> result) {
        AppendResult failed = failure.get();
        if (failed != null) {
            result.accept(failed);
            return;
        }
        heartbeats.add(new Beaten(topic, partition, time));
        AppendResult stored = new AppendResult.Stored(partition, heartbeats.size() - 1);
        if (holding) {
            heldBack.add(() -> result.accept(stored));
        } else {
            result.accept(stored);
        }
    }

    public List<Beaten> heartbeats() {
        return heartbeats;
    }

    /** What appends answer from now on; a null answer means that the event is stored. */
    public void failWith(Supplier<AppendResult> failure) {
        this.failure = failure;
    }

    /** Stores without acknowledging until {@link #acknowledge}. */
    public void holdBack() {
        holding = true;
    }

    public synchronized void acknowledge() {
        holding = false;
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    /** Acknowledges one of those held back; the others stay. */
    public synchronized void acknowledge(int position) {
        heldBack.remove(position).run();
    }

    public List<Appended> events() {
        return events;
    }

    public void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    @Override
    public void prepare(String topic) {}

    @Override
    public boolean reachable() {
        return reachable;
    }

    @Override
    public void close() {}
}
