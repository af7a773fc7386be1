package dev.weir.pipeline;

import dev.weir.contract.FieldType;
import dev.weir.contract.Mode;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.rule.RuleSet;
import dev.weir.pipeline.project.AccountConfig;
import dev.weir.pipeline.project.AccountConfig.Side;
import dev.weir.pipeline.project.AccountConfig.Window;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for mistakes in a project's accounts. */
public final class AccountCheck {

    private static final String STREAM = "ACCOUNT-001";
    private static final String COLUMN = "ACCOUNT-002";
    private static final String CONDITION = "ACCOUNT-003";

    private final Function<String, Optional<StreamContract>> streams;
    private final List<Problem> problems;
    private final ColumnCheck columns;

    private AccountCheck(Function<String, Optional<StreamContract>> streams, List<Problem> problems) {
        this.streams = streams;
        this.problems = problems;
        columns = new ColumnCheck(COLUMN, problems);
    }

    /**
     * Checks streams and columns.
     *
     * @param streams finds a stream's contract
     * @param problems gets what is wrong
     */
    public static void check(
            List<AccountConfig> accounts, Function<String, Optional<StreamContract>> streams, List<Problem> problems) {
        for (AccountConfig account : accounts) {
            for (Side side : List.of(account.events(), account.rows())) {
                if (streams.apply(side.of().value()).isEmpty()) {
                    problems.add(side.of()
                            .problem(STREAM, "There is no stream '" + side.of().value() + "'."));
                }
            }
            new AccountCheck(streams, problems).check(account);
        }
    }

    /**
     * Checks streams and columns, and whether the pipeline reads and writes them.
     *
     * @param streams of the project, with those that its SQL makes
     * @param read the streams that it reads; null if its SQL has mistakes
     */
    static void check(
            PipelineProject project, ProjectStreams streams, @Nullable Set<String> read, List<Problem> problems) {
        Set<String> written = new TreeSet<>();
        for (SqlStatement insert : project.script().all(Kind.INSERT)) {
            written.add(String.valueOf(insert.target()));
        }
        AccountCheck check = new AccountCheck(streams::find, problems);
        for (AccountConfig account : project.config().accounts()) {
            if (read != null) {
                isOneOf(account.events().of(), read, "isn't read by the pipeline", problems);
            }
            isOneOf(account.rows().of(), written, "isn't written by pipeline.sql", problems);
            check.check(account);
        }
    }

    private static void isOneOf(At<String> stream, Set<String> streams, String otherwise, List<Problem> problems) {
        if (!stream.value().isEmpty() && !streams.contains(stream.value())) {
            problems.add(stream.problem(
                    STREAM,
                    "Stream '" + stream.value() + "' " + otherwise + "."
                            + NearestName.hint(stream.value(), new TreeSet<>(streams))));
        }
    }

    private void check(AccountConfig account) {
        Optional<StreamContract> events = streams.apply(account.events().of().value());
        Optional<StreamContract> rows = streams.apply(account.rows().of().value());
        events.ifPresent(contract -> check(account.events(), contract));
        rows.ifPresent(contract -> check(account.rows(), contract));
        if (events.isEmpty() || rows.isEmpty()) {
            return;
        }
        if (events.get().mode() != Mode.APPEND) {
            problems.add(account.events()
                    .of()
                    .problem(
                            STREAM,
                            "Stream '" + events.get().name()
                                    + "' has changes of rows, which don't add up: an account is of a stream of mode"
                                    + " append."));
        }
        account.by().forEach(by -> columns.by(by, events.get(), rows.get()));
        Window window = account.window();
        if (window != null) {
            check(window, events.get(), rows.get());
        }
    }

    private void check(Side side, StreamContract contract) {
        At<String> sum = side.sum();
        if (sum != null) {
            columns.find(sum, contract)
                    .filter(column -> !isExactNumber(column.type()))
                    .ifPresent(column -> problems.add(sum.problem(
                            COLUMN,
                            "Column '" + sum.value() + "' of '" + contract.name()
                                    + "' can't be added up exactly: 'sum' expects an integer or a decimal.")));
        }
        At<String> where = side.where();
        if (where != null) {
            RuleSet.check(contract.schema().fields(), List.of(where.value()))
                    .forEach(problem -> problems.add(where.problem(
                            CONDITION,
                            "Not a condition over the columns of '" + contract.name() + "': " + problem.message())));
        }
    }

    private void check(Window window, StreamContract events, StreamContract rows) {
        columns.find(window.column(), rows)
                .filter(column -> !ColumnCheck.kind(column.type()).equals("time"))
                .ifPresent(column -> problems.add(window.column()
                        .problem(
                                COLUMN,
                                "Column '" + window.column().value() + "' of '" + rows.name()
                                        + "' isn't a time: 'window' expects the column with the window's start.")));
        if (events.time() == null) {
            problems.add(window.column()
                    .problem(COLUMN, "Stream '" + events.name() + "' has no event time that windows could be of."));
        }
    }

    private static boolean isExactNumber(FieldType type) {
        String kind = ColumnCheck.kind(type);
        return kind.equals("integer") || kind.equals("decimal");
    }
}
