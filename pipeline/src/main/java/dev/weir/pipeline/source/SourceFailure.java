package dev.weir.pipeline.source;

import java.util.List;

/** Why a source stopped, in words for a person, from the trace that Connect keeps. */
final class SourceFailure {

    private static final String CAUSED_BY = "Caused by: ";
    private static final List<String> LOST_POSITION = List.of(
            "no longer available on the server",
            "can no longer get changes from replication slot",
            "can no longer access replication slot",
            "requested WAL segment",
            "This slot has been invalidated",
            "Cannot seek to the last known offset",
            "replication slot was recreated");

    private SourceFailure() {}

    /** @param slot the replication slot's name; empty for sources that have none */
    static String words(String trace, String slot, String source) {
        boolean slotGone = trace.contains("replication slot") && trace.contains("does not exist");
        if (!slot.isEmpty() && (slotGone || LOST_POSITION.stream().anyMatch(trace::contains))) {
            return "The replication slot '" + slot + "' was dropped, made anew or has lost its place in the database's"
                    + " log: changes since then may be missing, so capture stopped. Take the tables anew: weir run DIR"
                    + " --snapshot " + source;
        }
        return rootCause(trace);
    }

    private static String rootCause(String trace) {
        List<String> lines = trace.lines().toList();
        String cause = lines.isEmpty() ? "" : lines.get(0);
        for (String line : lines) {
            if (line.startsWith(CAUSED_BY)) {
                cause = line.substring(CAUSED_BY.length());
            }
        }
        int colon = cause.indexOf(": ");
        return colon > 0 && cause.substring(0, colon).matches("[\\w.$]+") ? cause.substring(colon + 2) : cause;
    }
}
