package dev.weir.pipeline.sql;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The statements of a {@code pipeline.sql} in their order. {@code EXECUTE STATEMENT SET BEGIN … END} is read as the
 * statements in it: all INSERTs of a pipeline are one job anyway.
 */
public record SqlScript(List<SqlStatement> statements) {

    public SqlScript {
        statements = List.copyOf(statements);
    }

    /** The statements of one kind, in their order. */
    public List<SqlStatement> all(Kind kind) {
        return statements.stream().filter(statement -> statement.kind() == kind).toList();
    }

    /**
     * Splits a script.
     *
     * @param problems gets statements that a pipeline may not have and quotes that are never closed
     */
    public static SqlScript parse(Path file, String text, List<Problem> problems) {
        return new Source(file, text, StatementShape::of).parse(problems);
    }

    /**
     * Splits what a person says at a prompt or in a script for it.
     *
     * @param problems gets statements that the prompt doesn't have and quotes that are never closed
     */
    public static SqlScript parsePrompt(Path file, String text, List<Problem> problems) {
        return new Source(file, text, PromptShape::of).parse(problems);
    }

    private static boolean opensStatementSet(List<SqlToken> tokens) {
        return tokens.size() == 4
                && tokens.get(0).is("EXECUTE")
                && tokens.get(1).is("STATEMENT")
                && tokens.get(2).is("SET")
                && tokens.get(3).is("BEGIN");
    }

    /** The text that the statements come from, and what they may be. */
    private record Source(Path file, String text, Function<List<SqlToken>, StatementShape> shapes) {

        SqlScript parse(List<Problem> problems) {
            List<SqlStatement> statements = new ArrayList<>();
            List<SqlToken> tokens = new ArrayList<>();
            for (SqlToken token : SqlToken.scan(text)) {
                if (token.type() == SqlToken.Type.UNCLOSED) {
                    problems.add(problem(token, "SQL-001", token.text() + " is opened here and never closed."));
                    return new SqlScript(statements);
                }
                if (token.is(";")) {
                    read(tokens, problems).ifPresent(statements::add);
                    tokens.clear();
                } else {
                    tokens.add(token);
                    if (opensStatementSet(tokens)) {
                        tokens.clear();
                    }
                }
            }
            read(tokens, problems).ifPresent(statements::add);
            return new SqlScript(statements);
        }

        Optional<SqlStatement> read(List<SqlToken> tokens, List<Problem> problems) {
            if (tokens.isEmpty() || (tokens.size() == 1 && tokens.get(0).is("END"))) {
                return Optional.empty();
            }
            SqlToken first = tokens.get(0);
            StatementShape shape = shapes.apply(tokens);
            if (shape.refusal() != null) {
                problems.add(problem(first, "SQL-002", shape.refusal()));
                return Optional.empty();
            }
            String body =
                    text.substring(first.start(), tokens.get(tokens.size() - 1).end());
            return Optional.of(new SqlStatement(shape.kind(), body, file, line(first), column(first), shape.target()));
        }

        Problem problem(SqlToken at, String code, String message) {
            return new Problem(file, line(at), column(at), code, message);
        }

        private int line(SqlToken at) {
            return 1
                    + (int) text.substring(0, at.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }

        private int column(SqlToken at) {
            return at.start() - text.lastIndexOf('\n', at.start() - 1);
        }
    }
}
