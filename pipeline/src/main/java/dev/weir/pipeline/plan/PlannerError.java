package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Flink's planner says about a statement.
 *
 * @param line in the text that was planned, from 1; 0 if the planner names no place
 * @param column from 1; 0 if the planner names no place
 */
record PlannerError(int line, int column, String message) {

    private static final Pattern PLACE = Pattern.compile(
            "\\s*\\b(?:From|At|at|from) line (\\d+), column (\\d+)(?: to line \\d+, column \\d+)?:?\\s*");
    private static final Pattern EXPECTATIONS = Pattern.compile("\\s*Was expecting.*", Pattern.DOTALL);
    private static final Pattern PREFIX = Pattern.compile("^(?:SQL (?:validation|parse) failed\\.\\s*)+");
    private static final Pattern MISSING = Pattern.compile("Object '([^']+)' not found|Cannot find table '([^']+)'");

    static PlannerError of(Throwable thrown) {
        String said = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message == null || message.isBlank()) {
                continue;
            }
            Matcher place = PLACE.matcher(message);
            if (place.find()) {
                String rest = message.substring(0, place.start()) + " " + message.substring(place.end());
                return new PlannerError(
                        Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)), readable(rest));
            }
            // The innermost is the most concrete, unless it is Java's own and talks of the planner's inside.
            said = said.isEmpty() || !cause.getClass().getName().startsWith("java.") ? message : said;
        }
        return new PlannerError(0, 0, said.isEmpty() ? thrown.toString() : readable(said));
    }

    /** The table or view that the planner misses, without catalog and quotes; empty if that isn't the trouble. */
    String missingTable() {
        Matcher matcher = MISSING.matcher(message);
        if (!matcher.find()) {
            return "";
        }
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return name.replaceAll("^.*\\.", "").replace("`", "");
    }

    boolean missesFunction() {
        return message.contains("No match found for function signature");
    }

    /** @param shift how many characters of the planned text's first line the person didn't write */
    Problem problem(SqlStatement statement, int shift) {
        if (line == 0) {
            return statement.problem("SQL-003", message);
        }
        int atColumn = line == 1 ? Math.max(1, column - shift) : column;
        return statement.problem(line, atColumn, "SQL-003", message);
    }

    private static String readable(String message) {
        String text = EXPECTATIONS.matcher(message).replaceFirst("");
        text = PREFIX.matcher(text.strip()).replaceFirst("");
        text = text.replaceAll("\\s+", " ").replace(" .", ".").strip();
        return text.endsWith(".") || text.endsWith("]") ? text : text + ".";
    }
}
