package dev.weir.pipeline.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code ROW_NUMBER() OVER (… ORDER BY …)} where it stands.
 *
 * @param statement that has it
 * @param line of its first word in the statement's text, from 1
 * @param column of its first word in the statement's text, from 1
 * @param descending for each column that it orders by, whether the largest value comes first
 */
public record RankClause(SqlStatement statement, int line, int column, List<Boolean> descending) {

    public RankClause {
        descending = List.copyOf(descending);
    }

    /** All of a statement; those OVER a window that is named elsewhere are left out. */
    public static List<RankClause> find(SqlStatement statement) {
        List<SqlToken> tokens = SqlToken.scan(statement.text());
        List<RankClause> clauses = new ArrayList<>();
        for (int at = 0; at + 4 < tokens.size(); at++) {
            if (tokens.get(at).is("ROW_NUMBER")
                    && tokens.get(at + 3).is("OVER")
                    && tokens.get(at + 4).is("(")) {
                List<Boolean> order = order(tokens.subList(at + 5, tokens.size()));
                int start = tokens.get(at).start();
                String before = statement.text().substring(0, start);
                int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
                clauses.add(new RankClause(statement, line, start - before.lastIndexOf('\n'), order));
            }
        }
        return clauses;
    }

    /** @param tokens what follows the window's opening bracket */
    private static List<Boolean> order(List<SqlToken> tokens) {
        List<Boolean> descending = new ArrayList<>();
        int depth = 0;
        boolean ordering = false;
        for (SqlToken token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth < 0) {
                break;
            }
            if (depth == 0 && (ordering ? token.is(",") : token.is("ORDER"))) {
                ordering = true;
                descending.add(false);
            } else if (depth == 0 && ordering && token.is("DESC")) {
                descending.set(descending.size() - 1, true);
            }
        }
        return descending;
    }
}
