package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.RankClause;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A best row of each key that Flink never takes back. Since 2.1 Flink's planner holds {@code ROW_NUMBER() … = 1} over a
 * stream of inserts for inserts too, unless it orders by one column, descending (FLINK-40368). That is true where the
 * one column is a time attribute, and false everywhere else: there the operator replaces its row, and what follows it
 * counts the old one and the new one.
 *
 * @param descending for each column that it orders by, whether the largest value comes first
 */
record UnretractedRank(List<Boolean> descending) {

    // Only where inserts alone come in is the strategy AppendFast; what orders by time alone is called Deduplicate.
    private static final Pattern BEST_OF_INSERTS = Pattern.compile("Rank\\(strategy=\\[AppendFastStrategy\\],"
            + " rankType=\\[ROW_NUMBER\\], rankRange=\\[rankStart=1, rankEnd=1\\],.* orderBy=\\[(.*?)\\], select=.*");
    private static final Pattern DIRECTION = Pattern.compile(" (ASC|DESC)(?= NULLS|,|$)");

    static final String REASON =
            "Flink 2.2 takes the first row of each key for final here (FLINK-40368) and never takes"
                    + " it back when a better one comes, so that what follows counts both. Order by one column, descending"
                    + " (the smallest of a number first: ORDER BY -x DESC), or by the stream's event time alone; or SET"
                    + " 'table.exec.mini-batch.enabled' = 'true' with its 'allow-latency' and 'size', which Flink plans"
                    + " correctly.";

    /**
     * Finds it in an operator as planned without mini-batches, which make all of this right.
     *
     * @param description of the operator, in the planner's words
     */
    static Optional<UnretractedRank> find(String description) {
        Matcher matcher = BEST_OF_INSERTS.matcher(description);
        if (!matcher.find()) {
            return Optional.empty();
        }
        List<Boolean> descending = DIRECTION
                .matcher(matcher.group(1))
                .results()
                .map(result -> result.group(1).equals("DESC"))
                .toList();
        return descending.equals(List.of(true)) ? Optional.empty() : Optional.of(new UnretractedRank(descending));
    }

    /**
     * The problem at its place: at the clause of the script that orders alike, else at the statement that was planned.
     * Clauses that can't be told apart are all named.
     */
    List<Problem> problems(SqlScript script, SqlStatement planned) {
        List<RankClause> clauses = script.statements().stream()
                .flatMap(statement -> RankClause.find(statement).stream())
                .toList();
        List<RankClause> found = clauses.stream()
                .filter(clause -> clause.descending().equals(descending))
                .toList();
        if (found.isEmpty()) { // The planner leaves out what is constant.
            found = clauses.stream()
                    .filter(clause -> clause.descending().size() > 1)
                    .toList();
        }
        return found.isEmpty()
                ? List.of(planned.problem("SQL-007", REASON))
                : found.stream()
                        .map(clause -> clause.statement().problem(clause.line(), clause.column(), "SQL-007", REASON))
                        .toList();
    }
}
