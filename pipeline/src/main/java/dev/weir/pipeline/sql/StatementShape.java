package dev.weir.pipeline.sql;

import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is, told from its words.
 *
 * @param kind meaningless if there is a refusal
 * @param target see {@link SqlStatement}
 * @param refusal why a pipeline may not say this and what to write instead; null if it may
 */
record StatementShape(
        Kind kind, @Nullable String target, @Nullable String refusal) {

    static StatementShape of(List<SqlToken> tokens) {
        Words words = new Words(tokens);
        if (words.take("SET")) {
            return tokens.size() == 4 && tokens.get(2).is("=")
                    ? new StatementShape(Kind.SET, tokens.get(1).value(), null)
                    : refused("SET expects one option and its value: SET 'table.exec.state.ttl' = '1 d'.");
        }
        if (words.take("INSERT")) {
            return words.take("INTO")
                    ? new StatementShape(Kind.INSERT, words.name(), null)
                    : refused("A stream can't be overwritten: write INSERT INTO.");
        }
        if (words.take("CREATE")) {
            return create(words, tokens);
        }
        return refused(tokens.get(0).upper()
                + " can't stand in a pipeline, which has CREATE TABLE, CREATE VIEW, CREATE FUNCTION, INSERT INTO and"
                + " SET. To look at data, use 'weir sql'.");
    }

    static StatementShape create(Words words, List<SqlToken> tokens) {
        if (words.take("OR")) {
            return refused("CREATE OR … replaces something that others may read: write CREATE.");
        }
        boolean temporary = words.take("TEMPORARY");
        words.take("SYSTEM");
        if (words.take("VIEW")) {
            return new StatementShape(Kind.CREATE_VIEW, words.name(), null);
        }
        if (words.take("FUNCTION")) {
            return new StatementShape(Kind.CREATE_FUNCTION, words.name(), null);
        }
        if (words.take("TABLE")) {
            if (temporary) {
                return refused("A pipeline's tables are streams: write CREATE TABLE, or CREATE TEMPORARY VIEW for a"
                        + " step in between.");
            }
            return hasTopLevel(tokens, "AS")
                    ? refused("CREATE TABLE … AS can't say key and partitions: write CREATE TABLE and INSERT INTO.")
                    : new StatementShape(Kind.CREATE_TABLE, words.name(), null);
        }
        return refused("A pipeline creates tables, views and functions only.");
    }

    private static boolean hasTopLevel(List<SqlToken> tokens, String word) {
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(word)) {
                return true;
            }
        }
        return false;
    }

    static StatementShape refused(String refusal) {
        return new StatementShape(Kind.SET, null, refusal);
    }

    /** Reads words from the left. */
    static final class Words {

        private final List<SqlToken> tokens;
        private int at;

        Words(List<SqlToken> tokens) {
            this.tokens = tokens;
        }

        boolean take(String word) {
            boolean there = at < tokens.size() && tokens.get(at).is(word);
            at += there ? 1 : 0;
            return there;
        }

        /** Like {@link #name}, behind IF EXISTS. */
        @Nullable
        String nameOfExisting() {
            if (take("IF")) {
                take("EXISTS");
            }
            return name();
        }

        /** The next name, its parts joined by dots. */
        @Nullable
        String name() {
            if (take("IF")) {
                take("NOT");
                take("EXISTS");
            }
            List<String> parts = new ArrayList<>();
            do {
                if (at < tokens.size()) {
                    parts.add(tokens.get(at++).value());
                }
            } while (take("."));
            return parts.isEmpty() ? null : String.join(".", parts);
        }
    }
}
