package dev.weir.pipeline.rollup;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Why a view runs as plain SQL: half a sentence for a person, and the place in the view's text that it is about. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /** @param line in the statement's text, from 1 */
    private Refusal(int line, int column, String reason) {
        super(reason);
        this.line = Math.max(1, line);
        this.column = Math.max(1, column);
    }

    static Refusal at(SqlNode node, String reason) {
        return at(node.getParserPosition(), reason);
    }

    static Refusal at(SqlParserPos place, String reason) {
        return new Refusal(place.getLineNum(), place.getColumnNum(), reason);
    }

    /** About the view as a whole. */
    static Refusal of(String reason) {
        return new Refusal(1, 1, reason);
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
