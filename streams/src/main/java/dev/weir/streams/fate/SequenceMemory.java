package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The producers that one partition has seen, each with its highest sequence and the ranges below it that never arrived:
 * exact, and small however long an outage was. The lowest range, of all below the first sequence seen, has no begin and is
 * therefore kept as its end alone; few producers have others.
 */
final class SequenceMemory implements Memory {

    /** Missing ranges of one producer, the one below its first sequence included. */
    static final int MOST_RANGES = 64;

    private final KeyTable producers;
    /** By producer: the newest event time, the highest sequence, and the lowest sequence from which on all is tracked. */
    private long[] last;

    private long[] highest;
    private long[] lowest;
    /** By producer: whether what is below {@link #lowest} is given up (1) or missing (0). */
    private byte[] givenUp;

    private final Map<Integer, MissingRanges> missing = new TreeMap<>();
    /** The newest event time of producers before they started again. */
    private final Map<Integer, Long> restarted = new TreeMap<>();

    private long restarts;
    private long rangesGivenUp;

    SequenceMemory() {
        this(new KeyTable());
    }

    private SequenceMemory(KeyTable producers) {
        this.producers = producers;
        last = new long[producers.capacity()];
        highest = new long[producers.capacity()];
        lowest = new long[producers.capacity()];
        givenUp = new byte[producers.capacity()];
    }

    @Override
    public Known take(byte[] producer, int start, int length, long sequence, long time, long horizon) {
        int entry = producers.find(producer, start, length);
        if (entry == KeyTable.ABSENT) {
            begin(add(producer, start, length, horizon), sequence, time);
            return Known.NEW;
        }
        if (last[entry] < horizon) {
            restarted.remove(entry);
            begin(entry, sequence, time);
            return Known.NEW;
        }
        Long before = restarted.isEmpty() ? null : restarted.get(entry);
        if (before != null && time <= before) {
            return Known.RESTARTED;
        }
        Known known = place(entry, sequence, time);
        last[entry] = Math.max(last[entry], time);
        return known;
    }

    private void begin(int entry, long sequence, long time) {
        missing.remove(entry);
        givenUp[entry] = 0;
        lowest[entry] = sequence;
        highest[entry] = sequence;
        last[entry] = time;
    }

    private Known place(int entry, long sequence, long time) {
        if (sequence > highest[entry]) {
            if (sequence - 1 != highest[entry]) {
                ranges(entry).addLast(highest[entry] + 1, sequence - 1);
                bound(entry);
            }
            highest[entry] = sequence;
            return Known.NEW;
        }
        if (sequence < lowest[entry] && givenUp[entry] == 0) {
            if (sequence + 1 != lowest[entry]) {
                ranges(entry).addFirst(sequence + 1, lowest[entry] - 1);
            }
            lowest[entry] = sequence;
            bound(entry);
            return Known.NEW;
        }
        if (fillMissing(entry, sequence)) {
            return Known.NEW;
        }
        // Used before. A repeat has the time of what it repeats, and nothing of this producer was newer than the last.
        if (time > last[entry]) {
            restarts++;
            restarted.put(entry, last[entry]);
            begin(entry, sequence, time);
            return Known.NEW;
        }
        return sequence < lowest[entry] ? Known.UNTRACKED : Known.REPEAT;
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
        if (ranges == null || ranges.count() + 1 - givenUp[entry] <= MOST_RANGES) {
            return;
        }
        rangesGivenUp++;
        if (givenUp[entry] == 0) {
            givenUp[entry] = 1;
        } else {
            lowest[entry] = ranges.removeFirst() + 1;
        }
    }

    private int add(byte[] producer, int start, int length, long horizon) {
        if (producers.size() == producers.capacity() && isWorthForgetting(horizon)) {
            forget(horizon);
        }
        int entry = producers.add(producer, start, length);
        if (entry >= last.length) {
            last = Arrays.copyOf(last, producers.capacity());
            highest = Arrays.copyOf(highest, producers.capacity());
            lowest = Arrays.copyOf(lowest, producers.capacity());
            givenUp = Arrays.copyOf(givenUp, producers.capacity());
        }
        return entry;
    }

    private boolean isWorthForgetting(long horizon) {
        int old = 0;
        for (int entry = 0; entry < producers.size(); entry++) {
            old += last[entry] < horizon ? 1 : 0;
        }
        return old >= producers.size() / 4;
    }

    @Override
    public void forget(long horizon) {
        int[] moved = producers.retain(entry -> last[entry] >= horizon);
        for (int entry = 0; entry < moved.length; entry++) {
            int to = moved[entry];
            if (to != KeyTable.ABSENT) {
                last[to] = last[entry];
                highest[to] = highest[entry];
                lowest[to] = lowest[entry];
                givenUp[to] = givenUp[entry];
            }
        }
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
    public int size() {
        return producers.size();
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
        producers.write(out);
        int size = producers.size();
        Blocks.write(last, size, out);
        Blocks.write(highest, size, out);
        Blocks.write(lowest, size, out);
        out.put(givenUp, 0, size);
        out.putInt(missing.size());
        missing.forEach((entry, ranges) -> ranges.write(out.putInt(entry)));
        out.putInt(restarted.size());
        restarted.forEach((entry, time) -> out.putInt(entry).putLong(time));
    }

    static SequenceMemory read(ByteBuffer in) {
        SequenceMemory memory = new SequenceMemory(KeyTable.read(in));
        int size = memory.producers.size();
        int capacity = memory.producers.capacity();
        memory.last = Blocks.readLongs(size, capacity, in);
        memory.highest = Blocks.readLongs(size, capacity, in);
        memory.lowest = Blocks.readLongs(size, capacity, in);
        in.get(memory.givenUp, 0, size);
        for (int left = in.getInt(); left > 0; left--) {
            memory.missing.put(in.getInt(), MissingRanges.read(in));
        }
        for (int left = in.getInt(); left > 0; left--) {
            memory.restarted.put(in.getInt(), in.getLong());
        }
        return memory;
    }
}
