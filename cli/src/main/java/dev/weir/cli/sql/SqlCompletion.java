package dev.weir.cli.sql;

import dev.weir.pipeline.sql.SqlToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What may follow at the prompt. */
public final class SqlCompletion {

    private static final List<String> BEGINNINGS = List.of(
            "SELECT",
            "SHOW STREAMS",
            "DESCRIBE",
            "EXPLAIN",
            "CREATE TABLE",
            "CREATE VIEW",
            "DROP VIEW",
            "SET",
            "RESET",
            "WITH",
            "help",
            "quit");
    private static final List<String> KEYWORDS = List.of(
            "AND",
            "AS",
            "ASC",
            "BETWEEN",
            "BY",
            "CASE",
            "CAST",
            "CURRENT_TIMESTAMP",
            "DESC",
            "DESCRIPTOR",
            "DISTINCT",
            "ELSE",
            "END",
            "EXISTS",
            "FALSE",
            "FROM",
            "GROUP BY",
            "HAVING",
            "HOP",
            "IN",
            "INTERVAL",
            "IS",
            "JOIN",
            "LEFT JOIN",
            "LIKE",
            "LIMIT",
            "NOT",
            "NULL",
            "ON",
            "OR",
            "ORDER BY",
            "OVER",
            "PARTITION BY",
            "SELECT",
            "TABLE",
            "THEN",
            "TRUE",
            "TUMBLE",
            "UNION ALL",
            "WHEN",
            "WHERE",
            "WITH");
    private static final Set<String> BEFORE_TABLES =
            Set.of("FROM", "JOIN", "DESCRIBE", "DESC", "TABLE", "EXPLAIN", "VIEW");

    private final Map<String, List<String>> tables;
    private final Collection<String> functions;

    /**
     * @param tables streams and views with their columns
     * @param functions offered once a letter is typed
     */
    public SqlCompletion(Map<String, List<String>> tables, Collection<String> functions) {
        this.tables = tables;
        this.functions = functions;
    }

    /** Where the word begins that ends at the cursor. */
    static int wordStart(String text, int cursor) {
        int begin = cursor;
        while (begin > 0
                && (Character.isLetterOrDigit(text.charAt(begin - 1)) || "_$`-".indexOf(text.charAt(begin - 1)) >= 0)) {
            begin--;
        }
        return begin;
    }

    /** What may stand in the place of the word at the cursor, and begins like it. */
    public List<String> at(String text, int cursor) {
        int begin = wordStart(text, cursor);
        String word = text.substring(begin, cursor);
        List<SqlToken> before = statement(SqlToken.scan(text.substring(0, begin)));
        if (!before.isEmpty() && before.get(before.size() - 1).type() == SqlToken.Type.UNCLOSED) {
            return List.of();
        }
        String typed = word.replace("`", "").toLowerCase(Locale.ROOT);
        return candidates(before, SqlToken.scan(text), word).stream()
                .filter(candidate ->
                        candidate.replace("`", "").toLowerCase(Locale.ROOT).startsWith(typed))
                .toList();
    }

    private static List<SqlToken> statement(List<SqlToken> tokens) {
        int begin = tokens.size();
        while (begin > 0 && !tokens.get(begin - 1).is(";")) {
            begin--;
        }
        return tokens.subList(begin, tokens.size());
    }

    private Collection<String> candidates(List<SqlToken> before, List<SqlToken> all, String word) {
        if (before.isEmpty()) {
            return inCaseOf(word, BEGINNINGS);
        }
        SqlToken last = before.get(before.size() - 1);
        if (last.is(".") && before.size() > 1) {
            return columnsOf(before.get(before.size() - 2).value(), all);
        }
        if (last.is("SHOW")) {
            return inCaseOf(word, List.of("STREAMS", "TABLES", "VIEWS", "FUNCTIONS", "CREATE TABLE"));
        }
        if (BEFORE_TABLES.stream().anyMatch(last::is)) {
            List<String> names = new ArrayList<>(
                    tables.keySet().stream().map(SqlCompletion::quoted).toList());
            if (last.is("EXPLAIN")) {
                names = new ArrayList<>(inCaseOf(word, List.of("SELECT")));
            }
            return names;
        }
        Set<String> candidates = new LinkedHashSet<>();
        for (SqlToken token : all) {
            tables.getOrDefault(token.value(), List.of()).forEach(column -> candidates.add(quoted(column)));
        }
        candidates.addAll(inCaseOf(word, KEYWORDS));
        if (!word.isEmpty()) {
            candidates.addAll(inCaseOf(word, functions));
        }
        return candidates;
    }

    /** @param name of a table, or an alias of one: the word behind it, or behind its AS */
    private List<String> columnsOf(String name, List<SqlToken> all) {
        String table = name;
        for (int i = 1; i < all.size() && !tables.containsKey(table); i++) {
            int at = i > 1 && all.get(i - 1).is("AS") ? i - 2 : i - 1;
            if (all.get(i).value().equals(name)
                    && tables.containsKey(all.get(at).value())) {
                table = all.get(at).value();
            }
        }
        return tables.getOrDefault(table, List.of()).stream()
                .map(SqlCompletion::quoted)
                .toList();
    }

    private static List<String> inCaseOf(String word, Collection<String> words) {
        boolean small = !word.isEmpty() && Character.isLowerCase(word.charAt(0));
        return small ? words.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList() : List.copyOf(words);
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_$]*") ? name : "`" + name + "`";
    }
}
