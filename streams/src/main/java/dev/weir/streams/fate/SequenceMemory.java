package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The producers that one partition has seen, each with its highest sequence and the ranges below it that never arrived:
 * exact, and small however long an outage was. The lowest range, of all below the first sequence seen, has no begin and is
 * therefore kept as its end alone; few producers have others.
 */
final class SequenceMemory implements Memory {

    /** Missing ranges of one producer, the one below its first sequence included. */
    static final int MOST_RANGES = 64;

    private static final int NUMBERS = 3;

    /** The newest event time. */
    private static final int LAST = 0;

    private static final int HIGHEST = 1;
    /** The lowest sequence from which on all is tracked. */
    private static final int LOWEST = 2;

    /** Marked are those of which what is below the lowest sequence is given up; of the others, it's missing. */
    private final KeyTable producers;
    /** The entry of the event taken last. */
    private int last = KeyTable.ABSENT;

    private final Map<Integer, MissingRanges> missing = new TreeMap<>();
    /** The newest event time of producers before they started again. */
    private final Map<Integer, Long> restarted = new TreeMap<>();

    private long restarts;
    private long rangesGivenUp;

    SequenceMemory() {
        this(new KeyTable(NUMBERS));
    }

    private SequenceMemory(KeyTable producers) {
        this.producers = producers;
    }

    @Override
    public KeyTable keys() {
        return producers;
    }

    @Override
    public Known take(int found, byte[] producer, int start, int length, long sequence, long time, long horizon) {
        int entry = found == KeyTable.ABSENT ? producers.find(producer, start, length) : found;
        if (entry == KeyTable.ABSENT) {
            last = producers.add(producer, start, length);
            begin(last, sequence, time);
            return Known.NEW;
        }
        last = entry;
        if (producers.number(entry, LAST) < horizon) {
            restarted.remove(entry);
            begin(entry, sequence, time);
            return Known.NEW;
        }
        Long before = restarted.isEmpty() ? null : restarted.get(entry);
        if (before != null && time <= before) {
            return Known.RESTARTED;
        }
        Known known = place(entry, sequence, time);
        producers.number(entry, LAST, Math.max(producers.number(entry, LAST), time));
        return known;
    }

    private void begin(int entry, long sequence, long time) {
        missing.remove(entry);
        producers.mark(entry, (byte) 0);
        producers.number(entry, LOWEST, sequence);
        producers.number(entry, HIGHEST, sequence);
        producers.number(entry, LAST, time);
    }

    private Known place(int entry, long sequence, long time) {
        if (sequence > producers.number(entry, HIGHEST)) {
            if (sequence - 1 != producers.number(entry, HIGHEST)) {
                ranges(entry).addLast(producers.number(entry, HIGHEST) + 1, sequence - 1);
                bound(entry);
            }
            producers.number(entry, HIGHEST, sequence);
            return Known.NEW;
        }
        if (sequence < producers.number(entry, LOWEST) && producers.mark(entry) == 0) {
            if (sequence + 1 != producers.number(entry, LOWEST)) {
                ranges(entry).addFirst(sequence + 1, producers.number(entry, LOWEST) - 1);
            }
            producers.number(entry, LOWEST, sequence);
            bound(entry);
            return Known.NEW;
        }
        if (fillMissing(entry, sequence)) {
            return Known.NEW;
        }
        // Used before. A repeat has the time of what it repeats, and nothing of this producer was newer than the last.
        if (time > producers.number(entry, LAST)) {
            restarts++;
            restarted.put(entry, producers.number(entry, LAST));
            begin(entry, sequence, time);
            return Known.NEW;
        }
        return sequence < producers.number(entry, LOWEST) ? Known.UNTRACKED : Known.REPEAT;
    }

    private MissingRanges ranges(int entry) {
        return missing.computeIfAbsent(entry, unused -> new MissingRanges());
    }

    private boolean fillMissing(int entry, long sequence) {
        MissingRanges ranges = missing.isEmpty() ? null : missing.get(entry);
        if (ranges == null || !ranges.fill(sequence)) {
            return false;
        }
        if (ranges.count() == 0) {
            missing.remove(entry);
        } else {
            bound(entry);
        }
        return true;
    }

    /** Gives the lowest range up if there are too many. */
    private void bound(int entry) {
        MissingRanges ranges = missing.get(entry);
        if (ranges == null || ranges.count() + 1 - producers.mark(entry) <= MOST_RANGES) {
            return;
        }
        rangesGivenUp++;
        if (producers.mark(entry) == 0) {
            producers.mark(entry, (byte) 1);
        } else {
            producers.number(entry, LOWEST, ranges.removeFirst() + 1);
        }
    }

    @Override
    public int entry() {
        return last;
    }

    /** The entry of a producer, which counts as forgotten if it isn't known. */
    int findOrAdd(byte[] producer) {
        int entry = producers.find(producer, 0, producer.length);
        if (entry == KeyTable.ABSENT) {
            entry = producers.add(producer, 0, producer.length);
            producers.number(entry, LAST, Long.MIN_VALUE);
        }
        return entry;
    }

    @Override
    public int @Nullable [] forget(long horizon, IntPredicate held) {
        int[] moved = producers.retainIfWorth(entry -> producers.number(entry, LAST) >= horizon || held.test(entry));
        if (moved != null) {
            moved(moved);
        }
        return moved;
    }

    @Override
    public void forgetAll(long horizon) {
        moved(producers.retain(entry -> producers.number(entry, LAST) >= horizon));
    }

    private void moved(int[] moved) {
        move(missing, moved);
        move(restarted, moved);
    }

    private static <T> void move(Map<Integer, T> values, int[] moved) {
        Map<Integer, T> kept = new TreeMap<>();
        values.forEach((entry, value) -> {
            if (moved[entry] != KeyTable.ABSENT) {
                kept.put(moved[entry], value);
            }
        });
        values.clear();
        values.putAll(kept);
    }

    /** How many producers started again without saying so, since this object is. */
    long restarts() {
        return restarts;
    }

    /** How many missing ranges were given up, since this object is. */
    long rangesGivenUp() {
        return rangesGivenUp;
    }

    @Override
    public long writtenBytes() {
        long bytes = producers.writtenBytes() + (3L * Long.BYTES + 1) * producers.size();
        bytes += Integer.BYTES;
        for (MissingRanges ranges : missing.values()) {
            bytes += Integer.BYTES + ranges.writtenBytes();
        }
        return bytes + Integer.BYTES + (long) (Integer.BYTES + Long.BYTES) * restarted.size();
    }

    @Override
    public void write(ByteBuffer out) {
        producers.writeKeys(out);
        producers.writeNumbers(out);
        producers.writeMarks(out);
        out.putInt(missing.size());
        missing.forEach((entry, ranges) -> ranges.write(out.putInt(entry)));
        out.putInt(restarted.size());
        restarted.forEach((entry, time) -> out.putInt(entry).putLong(time));
    }

    static SequenceMemory read(ByteBuffer in) {
        SequenceMemory memory = new SequenceMemory(KeyTable.readKeys(NUMBERS, in));
        memory.producers.readNumbers(in);
        memory.producers.readMarks(in);
        for (int left = in.getInt(); left > 0; left--) {
            memory.missing.put(in.getInt(), MissingRanges.read(in));
        }
        for (int left = in.getInt(); left > 0; left--) {
            memory.restarted.put(in.getInt(), in.getLong());
        }
        return memory;
    }
}
