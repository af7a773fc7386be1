package dev.weir.streams.judge;

import dev.weir.codec.column.Columns;
import dev.weir.streams.fate.PartitionFates;
import java.util.Arrays;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition in the order of the log, read but not judged: column by column, so that judging and combining
 * run through plain arrays.
 */
public final class Batch {

    private static final RowData NO_ROW = new GenericRowData(0);
    private static final Kind[] KINDS = Kind.values();

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

    private final Columns events;
    private int partition;
    private long from;
    private long to;
    private int size;
    /** The place among {@link #KINDS}: numbers, since each reference that is stored costs the collector something. */
    private byte[] kinds;
    /** Of an event its row in {@link #events}; of others that are a row, its place in {@link #others}. */
    private int[] rows;

    private long[] offsets;
    private long[] appendTimes;
    private long[] heartbeatTimes = new long[0];
    /** By row of {@link #events}. */
    private long[] times;

    private @Nullable RowData[] others = new RowData[0];
    private int otherRows;
    private int misplaced;
    private int heartbeats;

    /**
     * @param events where the columns of its events are; of nobody else
     * @param expected how many records it is likely to have
     */
    Batch(Columns events, int expected) {
        this.events = events;
        kinds = new byte[expected];
        rows = new int[expected];
        offsets = new long[expected];
        appendTimes = new long[expected];
        times = new long[expected];
    }

    /**
     * Is empty from now on.
     *
     * @param begins the position in the log
     */
    void begin(int of, long begins) {
        partition = of;
        from = begins;
        to = begins;
        events.clear();
        size = 0;
        Arrays.fill(others, 0, otherRows, null);
        otherRows = 0;
        misplaced = 0;
        heartbeats = 0;
    }

    /**
     * @param row of {@link #events}
     * @param time milliseconds since 1970-01-01T00:00:00Z
     */
    void addEvent(int row, long offset, long appendTime, long time) {
        add(Kind.EVENT, row, offset, appendTime);
        if (row >= times.length) {
            times = Arrays.copyOf(times, Math.max(row + 1, 2 * times.length));
        }
        times[row] = time;
    }

    void addTimeless(RowData event, long offset, long appendTime) {
        addOther(Kind.TIMELESS, event, offset, appendTime);
    }

    void addDead(RowData deadLetter, long offset, long appendTime) {
        addOther(Kind.DEAD, deadLetter, offset, appendTime);
    }

    private void addOther(Kind kind, RowData row, long offset, long appendTime) {
        if (otherRows == others.length) {
            others = Arrays.copyOf(others, Math.max(8, 2 * otherRows));
        }
        others[otherRows] = row;
        add(kind, otherRows++, offset, appendTime);
    }

    /** @param time {@link PartitionFates#NO_TIME} if it says none that counts */
    void addHeartbeat(long offset, long appendTime, long time) {
        if (heartbeats == heartbeatTimes.length) {
            heartbeatTimes = Arrays.copyOf(heartbeatTimes, Math.max(8, 2 * heartbeats));
        }
        heartbeatTimes[heartbeats] = time;
        add(Kind.HEARTBEAT, heartbeats++, offset, appendTime);
    }

    private void add(Kind kind, int row, long offset, long appendTime) {
        if (size == rows.length) {
            grow();
        }
        kinds[size] = (byte) kind.ordinal();
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
        return KINDS[kinds[record]];
    }

    /** The columns that were read of its events, one row each, in their order. */
    Columns columns() {
        return events;
    }

    /** An event's row in {@link #columns}. */
    int row(int record) {
        return rows[record];
    }

    /** A timeless event, or a dead letter. */
    RowData other(int record) {
        RowData other = kind(record) == Kind.HEARTBEAT ? null : others[rows[record]];
        return other == null ? NO_ROW : other;
    }

    long offset(int record) {
        return offsets[record];
    }

    long appendTime(int record) {
        return appendTimes[record];
    }

    /** Of an event. */
    long time(int record) {
        return times[rows[record]];
    }

    /** Of an event, by row. */
    long[] times() {
        return times;
    }

    /** Of a heartbeat. */
    long heartbeatTime(int record) {
        return heartbeatTimes[rows[record]];
    }
}
