package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.operate.fate.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Which offsets an entry says were late, duplicate and dead. */
final class FateOffsets {

    /** For an entry whose bitmaps can't be read. */
    static final FateOffsets NONE = new FateOffsets(0, new RoaringBitmap(), new RoaringBitmap(), new RoaringBitmap());

    private final long from;
    private final RoaringBitmap late;
    private final RoaringBitmap duplicate;
    private final RoaringBitmap dead;

    private FateOffsets(long from, RoaringBitmap late, RoaringBitmap duplicate, RoaringBitmap dead) {
        this.from = from;
        this.late = late;
        this.duplicate = duplicate;
        this.dead = dead;
    }

    /** @throws IOException if one of them is no bitmap */
    static FateOffsets of(LedgerEntry entry) throws IOException {
        return new FateOffsets(
                entry.from(),
                bitmap(entry.lateOffsets(), "late"),
                bitmap(entry.duplicateOffsets(), "duplicate"),
                bitmap(entry.deadOffsets(), "dead"));
    }

    private static RoaringBitmap bitmap(byte @Nullable [] bytes, String name) throws IOException {
        RoaringBitmap bitmap = new RoaringBitmap();
        if (bytes == null) {
            return bitmap;
        }
        try {
            bitmap.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException | RuntimeException e) {
            throw new IOException("the offsets of what is " + name + " are no bitmap: " + e.getMessage(), e);
        }
        if (bitmap.serializedSizeInBytes() != bytes.length) {
            throw new IOException("the offsets of what is " + name + " have bytes behind the bitmap");
        }
        return bitmap;
    }

    /** How many offsets have this fate; of what is on time, none is listed. */
    long count(Fate fate) {
        return of(fate).getLongCardinality();
    }

    /** The fate of a record at this offset. */
    Fate at(long offset) {
        int index = (int) (offset - from);
        if (dead.contains(index)) {
            return Fate.DEAD;
        }
        if (duplicate.contains(index)) {
            return Fate.DUPLICATE;
        }
        return late.contains(index) ? Fate.LATE : Fate.ON_TIME;
    }

    /** Whether no offset has two fates. */
    boolean disjoint() {
        return !RoaringBitmap.intersects(late, duplicate)
                && !RoaringBitmap.intersects(late, dead)
                && !RoaringBitmap.intersects(duplicate, dead);
    }

    /** The highest offset that is listed, or {@code from - 1}. */
    long last() {
        long last = -1;
        for (RoaringBitmap bitmap : new RoaringBitmap[] {late, duplicate, dead}) {
            if (!bitmap.isEmpty()) {
                last = Math.max(last, Integer.toUnsignedLong(bitmap.last()));
            }
        }
        return from + last;
    }

    /** Tells the offsets that have this fate, in their order. */
    void forEach(Fate fate, LongConsumer each) {
        IntIterator iterator = of(fate).getIntIterator();
        while (iterator.hasNext()) {
            each.accept(from + Integer.toUnsignedLong(iterator.next()));
        }
    }

    private RoaringBitmap of(Fate fate) {
        return switch (fate) {
            case ON_TIME -> new RoaringBitmap();
            case LATE -> late;
            case DUPLICATE -> duplicate;
            case DEAD -> dead;
        };
    }
}
