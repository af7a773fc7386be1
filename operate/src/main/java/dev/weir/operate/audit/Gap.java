package dev.weir.operate.audit;

import dev.weir.operate.audit.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Offsets between entries that none of them has, and what the log has there. */
final class Gap {

    private static final int MOST_EXAMPLES = 10;

    private final long from;
    private final long to;
    private final List<String> examples = new ArrayList<>();
    private long records;

    Gap(long from, long to) {
        this.from = from;
        this.to = to;
    }

    long from() {
        return from;
    }

    boolean contains(long offset) {
        return from <= offset && offset < to;
    }

    void count(long offset) {
        records++;
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(Long.toString(offset));
        }
    }

    /** @param read whether the log was read there */
    Finding finding(String stream, int partition, boolean read) {
        String text = "no entry of the ledger has these offsets";
        if (read) {
            text += records == 0
                    ? "; the log has no records there"
                    : "; the log has " + records + " records there: " + String.join(", ", examples)
                            + (records > examples.size() ? " …" : "");
        }
        return new Finding(Kind.GAP, stream, partition, from, to, text);
    }
}
