package dev.weir.streams.judge;

import dev.weir.streams.fate.PartitionFates;
import java.util.Arrays;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition in the order of the log, read but not judged: column by column, so that judging runs through
 * plain arrays.
 */
public final class Batch {

    private static final byte[] NO_KEY = new byte[0];
    private static final RowData NO_ROW = new GenericRowData(0);

    /** What a record is. */
    enum Kind {
        /** With a time and, if the stream has one, an identity. */
        EVENT,
        /** Of no time, as a tombstone. */
        TIMELESS,
        DEAD,
        /** No event: only a time, or none if nobody is to believe it. */
        HEARTBEAT
    }

    private final int partition;
    private final long from;
    private long to;
    private int size;
    private Kind[] kinds;
    private RowData[] rows;
    private long[] offsets;
    private long[] appendTimes;
    private long[] times;
    private byte[][] keys;
    private long[] sequences;
    private int misplaced;
    private int heartbeats;

    /**
     * An empty batch.
     *
     * @param from the position in the log at which it begins
     * @param expected how many records it is likely to have
     */
    public Batch(int partition, long from, int expected) {
        this.partition = partition;
        this.from = from;
        this.to = from;
        kinds = new Kind[expected];
        rows = new RowData[expected];
        offsets = new long[expected];
        appendTimes = new long[expected];
        times = new long[expected];
        keys = new byte[expected][];
        sequences = new long[expected];
    }

    /**
     * @param time milliseconds since 1970-01-01T00:00:00Z
     * @param key the exact bytes that name the id or the producer; null if there is no identity
     */
    void addEvent(RowData event, long offset, long appendTime, long time, byte @Nullable [] key, long sequence) {
        add(Kind.EVENT, event, offset, appendTime);
        times[size - 1] = time;
        keys[size - 1] = key == null ? NO_KEY : key;
        sequences[size - 1] = sequence;
    }

    void addTimeless(RowData event, long offset, long appendTime) {
        add(Kind.TIMELESS, event, offset, appendTime);
    }

    void addDead(RowData deadLetter, long offset, long appendTime) {
        add(Kind.DEAD, deadLetter, offset, appendTime);
    }

    /** @param time {@link PartitionFates#NO_TIME} if it says none that counts */
    void addHeartbeat(long offset, long appendTime, long time) {
        add(Kind.HEARTBEAT, NO_ROW, offset, appendTime);
        times[size - 1] = time;
        heartbeats++;
    }

    private void add(Kind kind, RowData row, long offset, long appendTime) {
        if (size == rows.length) {
            grow();
        }
        kinds[size] = kind;
        rows[size] = row;
        offsets[size] = offset;
        appendTimes[size] = appendTime;
        size++;
        to = offset + 1;
    }

    private void grow() {
        int length = Math.max(8, 2 * rows.length);
        kinds = Arrays.copyOf(kinds, length);
        rows = Arrays.copyOf(rows, length);
        offsets = Arrays.copyOf(offsets, length);
        appendTimes = Arrays.copyOf(appendTimes, length);
        times = Arrays.copyOf(times, length);
        keys = Arrays.copyOf(keys, length);
        sequences = Arrays.copyOf(sequences, length);
    }

    /** Counts a record that is in another partition than its key's. */
    void addMisplaced() {
        misplaced++;
    }

    /** @param position where reading goes on, behind what is no record */
    public void endAt(long position) {
        to = position;
    }

    int partition() {
        return partition;
    }

    long from() {
        return from;
    }

    /** Where reading goes on. */
    public long to() {
        return to;
    }

    /** How many records there are, heartbeats among them. */
    int size() {
        return size;
    }

    /** How many records there are that have a fate. */
    public int events() {
        return size - heartbeats;
    }

    int misplaced() {
        return misplaced;
    }

    Kind kind(int record) {
        return kinds[record];
    }

    /** The event, or the dead letter. */
    RowData row(int record) {
        return rows[record];
    }

    long offset(int record) {
        return offsets[record];
    }

    long appendTime(int record) {
        return appendTimes[record];
    }

    long time(int record) {
        return times[record];
    }

    byte[] key(int record) {
        return keys[record];
    }

    long sequence(int record) {
        return sequences[record];
    }
}
