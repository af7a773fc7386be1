package dev.weir.pipeline.sql;

import dev.weir.contract.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script.
 *
 * @param text as written, from its first word on, without the closing semicolon
 * @param file the script
 * @param line of its first word in the file, from 1
 * @param column of its first word in the file, from 1
 * @param target the table, view, function or option that it is about, without quotes; null if it names none
 */
public record SqlStatement(
        Kind kind,
        String text,
        Path file,
        int line,
        int column,
        @Nullable String target) {

    /** What a pipeline may say; from {@link #QUERY} on, what only a person at a prompt may. */
    public enum Kind {
        CREATE_TABLE,
        CREATE_VIEW,
        CREATE_FUNCTION,
        INSERT,
        SET,
        QUERY,
        SHOW_STREAMS,
        /** What else Flink can show. */
        SHOW,
        DESCRIBE,
        EXPLAIN,
        DROP_VIEW,
        RESET
    }

    /** A problem with the statement as a whole. */
    public Problem problem(String code, String message) {
        return new Problem(file, line, column, code, message);
    }

    /**
     * A problem at a place inside the statement.
     *
     * @param atLine line in {@link #text}, from 1
     * @param atColumn column in {@link #text}, from 1
     */
    public Problem problem(int atLine, int atColumn, String code, String message) {
        return new Problem(file, line + atLine - 1, atLine == 1 ? column + atColumn - 1 : atColumn, code, message);
    }
}
