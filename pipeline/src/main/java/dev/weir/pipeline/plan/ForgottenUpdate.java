package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement;

/**
 * A first row of which Flink forgets updates. Over a stream of updates whose sort columns only ever grow, Flink 2.2 keeps one row a
 * key ({@code UpdateFastStrategy}, place 1 alone), and takes a new version of that row for nothing new if it sorts as the old
 * one does: {@code FastTop1Helper} compares the sort columns and nothing else.
 */
final class ForgottenUpdate {

    private static final String REASON =
            "Flink 2.2 would keep an old version of the first row here: when its other columns change while"
                    + " what it is sorted by stays, it isn't updated. Sort by such a column as well, or ask for the first"
                    + " two rows (LIMIT 2, place <= 2).";

    private ForgottenUpdate() {}

    /** @param description of an operator, in the planner's words */
    static boolean isIn(String description) {
        return description.contains("strategy=[UpdateFastStrategy")
                && (description.contains("offset=[0], fetch=[1]") || description.contains("rankStart=1, rankEnd=1]"));
    }

    static Problem problem(SqlStatement planned) {
        return planned.problem("SQL-008", REASON);
    }
}
