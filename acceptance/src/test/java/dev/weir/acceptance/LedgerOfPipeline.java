package dev.weir.acceptance;

import dev.weir.operate.fate.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.roaringbitmap.RoaringBitmap;

/** What the ledger says of one pipeline, read with a stock consumer and stock Avro. */
final class LedgerOfPipeline {

    static final String TOPIC = "weir.ledger";

    private static final Map<Fate, String> COLUMNS =
            Map.of(Fate.LATE, "late_offsets", Fate.DUPLICATE, "duplicate_offsets", Fate.DEAD, "dead_offsets");

    private final List<GenericRecord> entries;

    private LedgerOfPipeline(List<GenericRecord> entries) {
        this.entries = entries;
    }

    static LedgerOfPipeline read(Weir weir, String pipeline) {
        Topic topic = new Topic(weir, TOPIC);
        return new LedgerOfPipeline(topic.records().stream()
                .map(record -> topic.record(record.value()))
                .filter(entry -> entry.get("pipeline").toString().equals(pipeline))
                .sorted(Comparator.comparingLong(entry -> number(entry, "from_offset")))
                .toList());
    }

    /** By offset within each partition. */
    List<GenericRecord> entries() {
        return entries;
    }

    /** Up to which offset each partition is in the ledger. */
    long[] ends(int partitions) {
        long[] ends = new long[partitions];
        entries.forEach(entry -> {
            int partition = (int) number(entry, "partition");
            ends[partition] = Math.max(ends[partition], number(entry, "to_offset"));
        });
        return ends;
    }

    /** The sum of a column by partition. */
    Map<Integer, Long> sums(String column) {
        Map<Integer, Long> sums = new TreeMap<>();
        entries.forEach(entry -> sums.merge((int) number(entry, "partition"), number(entry, column), Long::sum));
        return sums;
    }

    int epochs() {
        return (int) entries.stream()
                .mapToLong(entry -> number(entry, "epoch"))
                .distinct()
                .count();
    }

    /** Each offset's fate, however the entries are cut. */
    FatesByOffset fates() {
        FatesByOffset fates = new FatesByOffset();
        for (GenericRecord entry : entries) {
            fates.addOnTime(number(entry, "on_time"));
            COLUMNS.forEach((fate, column) -> {
                for (int offset : offsets(entry, column)) {
                    fates.add((int) number(entry, "partition"), fate, number(entry, "from_offset") + offset);
                }
            });
        }
        return fates;
    }

    static long number(GenericRecord entry, String column) {
        return ((Number) entry.get(column)).longValue();
    }

    /** From the entry's first offset on. */
    static int[] offsets(GenericRecord entry, String column) {
        ByteBuffer bytes = (ByteBuffer) entry.get(column);
        if (bytes == null) {
            return new int[0];
        }
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(bytes.duplicate());
        } catch (IOException e) {
            throw new UncheckedIOException(column + " of " + entry + " is no bitmap", e);
        }
        return bitmap.toArray();
    }

    /** The same bytes that {@link #offsets} reads. */
    static ByteBuffer bitmap(int... offsets) {
        RoaringBitmap bitmap = RoaringBitmap.bitmapOf(Arrays.copyOf(offsets, offsets.length));
        ByteBuffer bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(bytes);
        return bytes.flip();
    }
}
