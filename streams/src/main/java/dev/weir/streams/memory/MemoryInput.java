package dev.weir.streams.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The entries of one stream in the order in which they are read, and how far its reader is. Thread-safe. */
public final class MemoryInput {

    private final List<MemoryEntry> entries = new ArrayList<>();
    private final Set<Integer> partitions = new TreeSet<>();
    private CompletableFuture<Void> change = new CompletableFuture<>();
    private int position;
    private boolean ended;
    private boolean crash;

    MemoryInput() {}

    /** Partitions that hold the stream's time back until their first event; to be said before the job starts. */
    public synchronized void expectPartitions(Set<Integer> used) {
        partitions.addAll(used);
    }

    public synchronized void append(MemoryEntry entry) {
        entries.add(entry);
        changed();
    }

    public synchronized int size() {
        return entries.size();
    }

    /** Takes back the entries from this position on, which a job that starts again shall get anew. */
    public synchronized void truncate(int size) {
        entries.subList(size, entries.size()).clear();
        crash = false;
    }

    /** The reader finishes at the end of the entries. */
    public synchronized void end() {
        ended = true;
        changed();
    }

    /** The reader fails at once. */
    public synchronized void crash() {
        crash = true;
        changed();
    }

    /** Waits until the reader has emitted all entries, but not longer than that; whether it has. */
    public synchronized boolean awaitRead(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (position < entries.size()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void clear() {
        entries.clear();
        partitions.clear();
        position = 0;
        ended = false;
        crash = false;
    }

    synchronized Set<Integer> partitions() {
        return Set.copyOf(partitions);
    }

    /** A reader begins here. */
    synchronized void begin(int at) {
        position = at;
    }

    /** The next entry after {@code read} were emitted; null if there is none yet. */
    synchronized @Nullable MemoryEntry next(int read) {
        if (crash) {
            throw new CrashException();
        }
        position = read;
        notifyAll();
        return read < entries.size() ? entries.get(read) : null;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized CompletableFuture<Void> changeAfter(int read) {
        return read < entries.size() || ended || crash ? CompletableFuture.completedFuture(null) : change;
    }

    private void changed() {
        CompletableFuture<Void> before = change;
        change = new CompletableFuture<>();
        before.complete(null);
        notifyAll();
    }
}
