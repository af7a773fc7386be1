package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** An entry of the ledger while the log is read through its offsets, and what the log has there. */
final class OpenEntry {

    private static final int MOST_EXAMPLES = 10;

    private final LedgerEntry entry;
    private final FateOffsets offsets;
    private final RoaringBitmap listedAndThere = new RoaringBitmap();
    private final List<String> holes = new ArrayList<>();
    private long records;
    private long heartbeats;
    private long next;

    private long resets;
    private long givenUp;
    private long misplaced;
    private @Nullable Long firstTime;
    private @Nullable Long lastTime;

    OpenEntry(LedgerEntry entry, FateOffsets offsets) {
        this.entry = entry;
        this.offsets = offsets;
        next = entry.from();
    }

    LedgerEntry entry() {
        return entry;
    }

    /** Counts a record. Returns the fate that the entry says it has. */
    Fate count(LogRecord record) {
        records++;
        pass(record);
        Fate fate = offsets.at(record.offset());
        if (fate != Fate.ON_TIME) {
            listedAndThere.add((int) (record.offset() - entry.from()));
        }
        return fate;
    }

    /** Counts a heartbeat, which has no fate. */
    void countHeartbeat(LogRecord record) {
        heartbeats++;
        pass(record);
    }

    private void pass(LogRecord record) {
        hole(record.offset());
        next = record.offset() + 1;
    }

    private void hole(long to) {
        if (to > next && holes.size() < MOST_EXAMPLES) {
            holes.add(to == next + 1 ? "" + next : next + ".." + (to - 1));
        }
    }

    /** Adds what the rules say of a record. */
    void recompute(Verdict verdict) {
        resets += verdict.reset() ? 1 : 0;
        givenUp += verdict.gaveUp() ? 1 : 0;
        misplaced += verdict.misplaced() ? 1 : 0;
        Long time = verdict.time();
        if (time != null) {
            firstTime = firstTime == null ? time : Math.min(firstTime, time);
            lastTime = lastTime == null ? time : Math.max(lastTime, time);
        }
    }

    /** In what the ledger and the log disagree on how many records there are; empty if in nothing. */
    List<String> miscounts() {
        List<String> texts = new ArrayList<>();
        long counted = Counts.of(entry).read();
        if (records < counted) {
            hole(entry.to());
            texts.add("the ledger counts " + counted + " records, the log has " + records
                    + (holes.isEmpty() ? "" : "; it has none at " + String.join(", ", holes)));
        } else if (records > counted) {
            texts.add("the ledger counts " + counted + " records, the log has " + records);
        }
        if (heartbeats != entry.heartbeats()) {
            texts.add("the ledger counts " + entry.heartbeats() + " heartbeats, the log has " + heartbeats);
        }
        return texts;
    }

    /** The offsets that the entry gives a fate though the log has no event there. */
    List<Long> listedWithoutRecord() {
        List<Long> missing = new ArrayList<>();
        for (Fate fate : new Fate[] {Fate.LATE, Fate.DUPLICATE, Fate.DEAD}) {
            offsets.forEach(fate, offset -> {
                if (missing.size() < Findings.LISTED && !listedAndThere.contains((int) (offset - entry.from()))) {
                    missing.add(offset);
                }
            });
        }
        return missing;
    }

    Fate fateAt(long offset) {
        return offsets.at(offset);
    }

    /** What the entry counts otherwise than the rules do; empty if nothing. */
    List<String> miscalculations() {
        List<String> texts = new ArrayList<>();
        compare("resets", entry.resets(), resets, texts);
        compare("ranges given up", entry.givenUp(), givenUp, texts);
        compare("misplaced records", entry.misplaced(), misplaced, texts);
        compare("first event time", entry.firstTime(), instant(firstTime), texts);
        compare("last event time", entry.lastTime(), instant(lastTime), texts);
        return texts;
    }

    private static void compare(String what, @Nullable Object ledger, @Nullable Object recomputed, List<String> texts) {
        if (!java.util.Objects.equals(ledger, recomputed)) {
            texts.add(what + ": the ledger says " + (ledger == null ? "none" : ledger) + ", recomputed: "
                    + (recomputed == null ? "none" : recomputed));
        }
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
