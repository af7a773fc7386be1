package dev.weir.streams.fate;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What became of a range of one partition's offsets, as the ledger has it: adds up while the range grows. */
public final class LedgerRange {

    /** Where the columns of {@code LedgerEntry} stand. */
    private static final int PIPELINE = 0;

    private static final int STREAM = 1;
    private static final int PARTITION = 2;
    private static final int EPOCH = 3;
    private static final int FROM = 4;
    private static final int TO = 5;
    private static final int COUNTS = 6;
    private static final int OFFSETS = 10;
    private static final int FIRST_TIME = 13;
    private static final int LAST_TIME = 14;
    private static final int RESETS = 15;
    private static final int GIVEN_UP = 16;
    private static final int MISPLACED = 17;
    private static final int CHECKPOINT = 18;
    private static final int CONTRACT = 19;
    private static final int FOLLOWS = 20;
    private static final int HEARTBEATS = 21;
    private static final int ARITY = 22;

    private static final Fate[] FATES = Fate.values();

    private final int partition;
    private final int epoch;
    private final long from;
    private final @Nullable String contract;
    private final @Nullable String follows;
    private final long[] counts = new long[FATES.length];
    /** By fate, offsets from {@link #from} on; of events on time none. */
    private final @Nullable RoaringBitmap[] offsets = new RoaringBitmap[FATES.length];

    private long to;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;
    private long resets;
    private long givenUp;
    private long misplaced;
    private long heartbeats;

    /**
     * An empty range.
     *
     * @param contract the contract in force, if the ledger doesn't have it
     * @param follows as whose entries it goes on, if these are another pipeline's
     */
    public LedgerRange(int partition, int epoch, long from, @Nullable String contract, @Nullable String follows) {
        this.partition = partition;
        this.epoch = epoch;
        this.from = from;
        this.to = from;
        this.contract = contract;
        this.follows = follows;
    }

    public int partition() {
        return partition;
    }

    /** Counts an event at its offset; those between it and the one before are no events. */
    public void add(Fate fate, long offset) {
        counts[fate.ordinal()]++;
        if (fate != Fate.ON_TIME) {
            RoaringBitmap of = offsets[fate.ordinal()];
            if (of == null) {
                of = new RoaringBitmap();
                offsets[fate.ordinal()] = of;
            }
            of.add(Math.toIntExact(offset - from));
        }
        to = offset + 1;
    }

    /** Counts a heartbeat at its offset. */
    public void addHeartbeat(long offset) {
        heartbeats++;
        to = offset + 1;
    }

    /** @param time milliseconds since 1970-01-01T00:00:00Z, of an event that isn't dead */
    public void seen(long time) {
        firstTime = Math.min(firstTime, time);
        lastTime = Math.max(lastTime, time);
    }

    /** Counts records that are in another partition than their key's. */
    public void misplaced(int records) {
        misplaced += records;
    }

    /** Ends the range, with what the judge noticed in it. */
    public void end(long to, long resets, long givenUp) {
        this.to = to;
        this.resets += resets;
        this.givenUp += givenUp;
    }

    /** Whether that range goes on where this ends, and both fit into one entry. */
    public boolean continuesWith(LedgerRange next) {
        return next.from == to && next.epoch == epoch && next.contract == null && next.to - from < Integer.MAX_VALUE;
    }

    /** Adds a range that this one continues with. */
    public void append(LedgerRange next) {
        for (Fate fate : FATES) {
            counts[fate.ordinal()] += next.counts[fate.ordinal()];
            RoaringBitmap more = next.offsets[fate.ordinal()];
            if (more != null) {
                RoaringBitmap moved = RoaringBitmap.addOffset(more, next.from - from);
                RoaringBitmap mine = offsets[fate.ordinal()];
                if (mine == null) {
                    offsets[fate.ordinal()] = moved;
                } else {
                    mine.or(moved);
                }
            }
        }
        to = next.to;
        firstTime = Math.min(firstTime, next.firstTime);
        lastTime = Math.max(lastTime, next.lastTime);
        resets += next.resets;
        givenUp += next.givenUp;
        misplaced += next.misplaced;
        heartbeats += next.heartbeats;
    }

    /** An entry of the ledger, with its columns in their order. */
    public RowData entry(String pipeline, String stream, long checkpoint) {
        GenericRowData row = new GenericRowData(ARITY);
        row.setField(PIPELINE, StringData.fromString(pipeline));
        row.setField(STREAM, StringData.fromString(stream));
        row.setField(PARTITION, partition);
        row.setField(EPOCH, epoch);
        row.setField(FROM, from);
        row.setField(TO, to);
        for (Fate fate : FATES) {
            row.setField(COUNTS + fate.ordinal(), counts[fate.ordinal()]);
            if (fate != Fate.ON_TIME) {
                row.setField(OFFSETS + fate.ordinal() - 1, bytes(offsets[fate.ordinal()]));
            }
        }
        if (firstTime <= lastTime) {
            row.setField(FIRST_TIME, TimestampData.fromEpochMillis(firstTime));
            row.setField(LAST_TIME, TimestampData.fromEpochMillis(lastTime));
        }
        row.setField(RESETS, resets);
        row.setField(GIVEN_UP, givenUp);
        row.setField(MISPLACED, misplaced);
        row.setField(CHECKPOINT, checkpoint);
        row.setField(CONTRACT, StringData.fromString(contract));
        row.setField(FOLLOWS, StringData.fromString(follows));
        row.setField(HEARTBEATS, heartbeats);
        return row;
    }

    /** The range that {@link #entry} made a row of. */
    public static LedgerRange of(RowData row) {
        LedgerRange range = new LedgerRange(
                row.getInt(PARTITION), row.getInt(EPOCH), row.getLong(FROM), text(row, CONTRACT), text(row, FOLLOWS));
        range.to = row.getLong(TO);
        for (Fate fate : FATES) {
            range.counts[fate.ordinal()] = row.getLong(COUNTS + fate.ordinal());
            int offsets = OFFSETS + fate.ordinal() - 1;
            if (fate != Fate.ON_TIME && !row.isNullAt(offsets)) {
                range.offsets[fate.ordinal()] = bitmap(row.getBinary(offsets));
            }
        }
        if (!row.isNullAt(FIRST_TIME)) {
            range.firstTime = row.getTimestamp(FIRST_TIME, 3).getMillisecond();
            range.lastTime = row.getTimestamp(LAST_TIME, 3).getMillisecond();
        }
        range.resets = row.getLong(RESETS);
        range.givenUp = row.getLong(GIVEN_UP);
        range.misplaced = row.getLong(MISPLACED);
        range.heartbeats = row.getLong(HEARTBEATS);
        return range;
    }

    private static @Nullable String text(RowData row, int column) {
        return row.isNullAt(column) ? null : row.getString(column).toString();
    }

    private static byte @Nullable [] bytes(@Nullable RoaringBitmap bitmap) {
        if (bitmap == null) {
            return null;
        }
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bitmap.serialize(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can't be written", e);
        }
        return bytes.toByteArray();
    }

    private static RoaringBitmap bitmap(byte[] bytes) {
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("A range of the ledger can't be read", e);
        }
        return bitmap;
    }
}
