package dev.weir.pipeline.plan;

import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlToken;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.TableEnvironment;

/** What to do about what the planner refuses: what was probably meant by a table or column, how to sort. */
final class StatementHints {

    private static final Pattern TABLE = Pattern.compile(
            "Object '([^']+)' not found(?: within '(?:.*\\.)?([^'.]+)')?|Table `([^`]+)` was not found");
    private static final Pattern COLUMN = Pattern.compile("Column '(?:[^']*\\.)?([^'.]+)' not found in ");

    private static final Pattern WORD = Pattern.compile("Encountered \"([A-Za-z_]\\w*)\"");
    private static final String SORT = "Sort on a non-time-attribute field is not supported";

    private final TableEnvironment tables;

    StatementHints(TableEnvironment tables) {
        this.tables = tables;
    }

    /** The problem with the hint at its end, where there is one. */
    Problem hinted(Problem problem, SqlStatement statement) {
        Matcher table = TABLE.matcher(problem.message());
        Matcher column = COLUMN.matcher(problem.message());
        Matcher word = WORD.matcher(problem.message());
        String hint = "";
        if (table.find()) {
            String missing = table.group(1) == null ? table.group(3) : table.group(1);
            // orders.dead is how shells can say orders$dead.
            String dead = table.group(2) + "$" + missing;
            List<String> known = List.of(tables.listTables());
            hint = known.contains(dead) ? " Did you mean '" + dead + "'?" : NearestName.hint(missing, known);
        } else if (column.find() && !problem.message().contains("did you mean")) {
            hint = NearestName.hint(column.group(1), columns(statement));
        } else if (word.find()) {
            hint = " If it is meant as a name, write `" + word.group(1) + "`.";
        } else if (problem.message().contains(SORT)) {
            hint = " A query that goes on can be sorted with LIMIT only; one in a script, without --follow, always.";
        }
        return new Problem(problem.file(), problem.line(), problem.column(), problem.code(), problem.message() + hint);
    }

    /** The columns of all tables that the statement names. */
    private Set<String> columns(SqlStatement statement) {
        Set<String> words =
                SqlToken.scan(statement.text()).stream().map(SqlToken::value).collect(Collectors.toSet());
        Set<String> columns = new TreeSet<>();
        Arrays.stream(tables.listTables())
                .filter(words::contains)
                .forEach(table -> columns.addAll(
                        tables.from("`" + table + "`").getResolvedSchema().getColumnNames()));
        return columns;
    }
}
