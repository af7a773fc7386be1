package dev.weir.operate.audit;

import java.util.List;

/**
 * The audit of a table beside its stream.
 *
 * @param place where it is, for people, as in "the lake"
 * @param newestOnly whether it has the newest state of each key only
 * @param rows how many it has; if it has the newest only, how many records were brought into it
 * @param records how many committed records of the stream must be rows, up to where the table reaches, as far as the log has
 *     them
 * @param compactedAway rows whose records the log has no more, which is no mistake
 * @param deep whether each row was looked at
 * @param notRecountable what couldn't be proved and why
 */
public record TableReport(
        String table,
        String stream,
        String place,
        boolean newestOnly,
        long rows,
        long records,
        long compactedAway,
        boolean deep,
        List<String> notRecountable,
        Findings findings) {

    public TableReport {
        notRecountable = List.copyOf(notRecountable);
    }
}
