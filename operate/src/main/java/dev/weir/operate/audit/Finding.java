package dev.weir.operate.audit;

/**
 * Something that is wrong.
 *
 * @param from the first offset that it is about
 * @param to the offset after the last
 * @param text what was found, without the position
 */
public record Finding(Kind kind, String stream, int partition, long from, long to, String text) {

    /** What is wrong. */
    public enum Kind {
        /** An entry of the ledger, or a dead letter, that can't be read. */
        UNREADABLE,
        /** Offsets that no entry of the ledger has. */
        GAP,
        /** Offsets that several entries have. */
        OVERLAP,
        /** An entry whose numbers contradict each other. */
        ENTRY,
        /** An epoch without its contract, or out of order. */
        EPOCH,
        /** The log has another number of records than the ledger counts. */
        RECOUNT,
        /** A dead record without its letter. */
        MISSING_LETTER,
        /** A letter of a record that isn't dead. */
        PHANTOM_LETTER,
        /** A letter that has other bytes than the log. */
        WRONG_LETTER,
        /** A record that has another fate by the rules. */
        FATE,
        /** What an entry counts beside fates is something else by the rules. */
        COUNTER,
        /** An account that doesn't add up. */
        ACCOUNT,
        /** A table whose rows aren't as many as its commits or the log say. */
        TABLE,
        /** A record that a table must have and doesn't. */
        MISSING_ROW,
        /** A row that a table has more than once. */
        DOUBLED_ROW,
        /** A row that is no record. */
        PHANTOM_ROW,
        /** A row of features that uses what came later. */
        LEAK,
        /** A row of features that isn't what was known when it was given. */
        UNEXPLAINED
    }

    /** One about a single offset. */
    public static Finding at(Kind kind, String stream, int partition, long offset, String text) {
        return new Finding(kind, stream, partition, offset, offset + 1, text);
    }

    /** Where it is: {@code telemetry-3@120}, or {@code telemetry-3@120..139} for several offsets. */
    public String position() {
        return stream + "-" + partition + "@" + from + (to > from + 1 ? ".." + (to - 1) : "");
    }
}
