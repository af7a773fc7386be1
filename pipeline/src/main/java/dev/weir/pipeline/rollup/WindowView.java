package dev.weir.pipeline.rollup;

import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.rollup.RollupSpec.Windows;
import dev.weir.streams.source.RollupTable;
import org.jspecify.annotations.Nullable;

/** A view of a pipeline that has a window, and how it is computed. */
public sealed interface WindowView {

    /** The CREATE VIEW. */
    SqlStatement statement();

    /** How it is computed, for people. */
    String how();

    /** {@code ROLLED-UP} or {@code PLAIN-SQL}. */
    String code();

    /** In the file, of what there is to say about it. */
    int line();

    int column();

    default String name() {
        return String.valueOf(statement().target());
    }

    /**
     * It is computed where its stream is read.
     *
     * @param table what the roll-up gives
     * @param rows the CREATE VIEW of the same name and columns over that: each window once
     * @param revisions the CREATE VIEW of the view's name and {@code $all}: each revision of each window; null if what several
     *     partitions have of a group is merged, which has none
     * @param windows of the view
     */
    record RolledUp(
            SqlStatement statement,
            RollupTable table,
            String rows,
            @Nullable String revisions,
            Windows windows) implements WindowView {

        @Override
        public String how() {
            return WindowWords.of(table, windows, isMerged());
        }

        /** Whether Flink merges what several partitions have of a group. */
        public boolean isMerged() {
            return revisions == null;
        }

        @Override
        public String code() {
            return "ROLLED-UP";
        }

        @Override
        public int line() {
            return statement.line();
        }

        @Override
        public int column() {
            return statement.column();
        }
    }

    /**
     * It runs as the SQL that it is.
     *
     * @param line in the file, of what the reason is about
     * @param reason half a sentence
     */
    record PlainSql(SqlStatement statement, int line, int column, String reason) implements WindowView {
        @Override
        public String how() {
            return "runs as plain SQL: " + reason + " (" + statement.file() + ":" + line + ":" + column + ")";
        }

        @Override
        public String code() {
            return "PLAIN-SQL";
        }

        static PlainSql of(SqlStatement statement, Refusal refusal) {
            var place = statement.problem(refusal.line(), refusal.column(), "", "");
            return new PlainSql(statement, place.line(), place.column(), refusal.reason());
        }
    }
}
