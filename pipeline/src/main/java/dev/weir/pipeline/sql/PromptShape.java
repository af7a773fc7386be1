package dev.weir.pipeline.sql;

import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.pipeline.sql.StatementShape.Words;
import java.util.List;

/** What a person may say at a prompt: all that looks, and what defines; what runs for ever is a pipeline's. */
final class PromptShape {

    private static final List<String> QUERIES = List.of("SELECT", "WITH", "VALUES", "(");

    private PromptShape() {}

    static StatementShape of(List<SqlToken> tokens) {
        Words words = new Words(tokens);
        SqlToken first = tokens.get(0);
        if (QUERIES.stream().anyMatch(first::is)) {
            return new StatementShape(Kind.QUERY, null, null);
        }
        if (words.take("SHOW")) {
            boolean streams = tokens.size() == 2 && (words.take("STREAMS") || words.take("TABLES"));
            return new StatementShape(streams ? Kind.SHOW_STREAMS : Kind.SHOW, null, null);
        }
        if (words.take("DESCRIBE") || words.take("DESC")) {
            words.take("TABLE");
            return new StatementShape(Kind.DESCRIBE, words.name(), null);
        }
        if (words.take("EXPLAIN")) {
            return new StatementShape(Kind.EXPLAIN, null, null);
        }
        if (words.take("RESET")) {
            return tokens.size() == 2
                    ? new StatementShape(Kind.RESET, tokens.get(1).value(), null)
                    : StatementShape.refused("RESET expects one option: RESET 'table.exec.state.ttl'.");
        }
        if (words.take("CREATE") || words.take("SET")) {
            return StatementShape.of(tokens);
        }
        if (words.take("DROP")) {
            return drop(words);
        }
        return StatementShape.refused(refusal(first));
    }

    private static StatementShape drop(Words words) {
        words.take("TEMPORARY");
        return words.take("VIEW")
                ? new StatementShape(Kind.DROP_VIEW, words.nameOfExisting(), null)
                : StatementShape.refused(
                        "Only views can be dropped here: others may read a stream, so its contract and its topic are"
                                + " deleted by hand.");
    }

    private static String refusal(SqlToken first) {
        if (first.is("INSERT") || first.is("EXECUTE")) {
            return "INSERT INTO runs for ever, so it needs a folder from which it can be started again: write it into"
                    + " the pipeline.sql of a project and 'weir run' that. Single events: 'weir publish', or POST"
                    + " /streams/STREAM.";
        }
        if (first.is("UPDATE") || first.is("DELETE") || first.is("TRUNCATE")) {
            return first.upper() + " can't be: what is in a stream stays. A new event with the same key replaces the"
                    + " row of an upsert stream.";
        }
        return first.upper() + " isn't known here. There are SELECT, SHOW STREAMS, DESCRIBE, EXPLAIN, CREATE TABLE,"
                + " CREATE VIEW, CREATE FUNCTION, DROP VIEW, SET and RESET.";
    }
}
