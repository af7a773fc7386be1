package dev.weir.cli;

import dev.weir.cli.sql.SqlCompletion;
import dev.weir.cli.sql.StatementParser;
import dev.weir.contract.ContractException;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.FieldType;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.query.Queries;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.streams.judge.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The prompt of {@code weir sql}. */
final class SqlPrompt {

    private static final Path TYPED = Path.of("sql");
    private static final String HELP = """
            Statements end with ; and may have several lines. Tab completes; q or Ctrl-C ends a query, quit the prompt.

              SHOW STREAMS;                        what there is; STREAM$dead, $late, $duplicate, $all: events by fate
              DESCRIBE payments;                   its columns
              SELECT … FROM payments …;            from the beginning (or --from), and on with what comes
              SELECT … LIMIT 10;                   ends after 10 rows
              EXPLAIN SELECT …;                    how Flink would do it
              CREATE VIEW v AS SELECT …;           a name for a query, until you quit; DROP VIEW v;
              CREATE TABLE t (…);                  a new stream: topic, schema and contract (in a project)
              SET 'key' = 'value';  RESET 'key';   how queries compute""";

    private final WeirCommand weir;
    private final Queries queries;
    private volatile List<String> functions = List.of();
    private volatile Map<String, List<String>> tables = Map.of();

    SqlPrompt(WeirCommand weir, Queries queries) {
        this.weir = weir;
        this.queries = queries;
    }

    /** Until the person leaves. */
    void run(@Nullable PipelineProject project) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build()) {
            PromptDisplay display = new PromptDisplay(terminal, weir.output());
            display.note("Streams of "
                    + (project == null
                            ? "all projects, as they are in force"
                            : "project " + project.config().name())
                    + ". Statements end with ; — help, quit.");
            learnFunctions();
            LineReader reader = reader(terminal);
            while (read(reader, display)) {
                // The next statement.
            }
        }
    }

    /** In the meantime: it makes Flink's planner load, so that the first statement needn't wait for it. */
    private void learnFunctions() {
        Thread learner = new Thread(() -> functions = queries.functionNames(), "sql-functions");
        learner.setDaemon(true);
        learner.start();
    }

    private LineReader reader(Terminal terminal) throws IOException {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("weir")
                .parser(new StatementParser())
                .completer((line, typed, candidates) -> new SqlCompletion(tables, functions)
                        .at(typed.line(), typed.cursor())
                        .forEach(text -> candidates.add(new Candidate(text))))
                .variable(LineReader.HISTORY_FILE, history())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   -> ")
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** What was typed may tell of people, so it is for its owner only. */
    private Path history() throws IOException {
        Path file = weir.home().data().resolve("sql.history");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        }
        return file;
    }

    /** One statement, or several in one line; false if there shall be no more. */
    private boolean read(LineReader reader, PromptDisplay display) {
        String text;
        try {
            refreshTables();
            text = reader.readLine("weir> ");
        } catch (UserInterruptException e) {
            return true;
        } catch (EndOfFileException e) {
            return false;
        }
        if (StatementParser.isWord(text)) {
            boolean help = List.of("help", "?").contains(StatementParser.word(text));
            if (help) {
                display.note(HELP);
            }
            return help;
        }
        display.listen();
        try {
            List<Problem> problems = new ArrayList<>();
            SqlScript script = SqlScript.parsePrompt(TYPED, text, problems);
            if (!problems.isEmpty()) {
                throw new ProjectException(problems);
            }
            new SqlRunner(queries, display).run(script.statements());
        } catch (ProjectException e) {
            e.problems().forEach(problem -> show(problem, text));
        } catch (Exception e) {
            Failure.of(e).print(weir.console(), weir.home(), weir.verbose());
        }
        return true;
    }

    /** What was typed, and a mark at the place. */
    private void show(Problem problem, String text) {
        String[] lines = text.split("\n", -1);
        if (problem.file().equals(TYPED) && problem.line() <= lines.length) {
            weir.console().progress("  " + lines[problem.line() - 1]);
            weir.console().progress("  " + " ".repeat(Math.max(0, problem.column() - 1)) + "^");
            weir.console().progress(problem.message() + " [" + problem.code() + "]");
        } else {
            weir.console().progress(problem.toString());
        }
    }

    private void refreshTables() {
        Map<String, List<String>> known = new TreeMap<>();
        try {
            for (StreamContract stream : queries.streams()) {
                known.put(stream.name() + "$dead", columns(DeadLetter.SCHEMA.fields()));
                for (Shown shown : Shown.values()) {
                    if (shown.of(stream)) {
                        known.put(
                                stream.name() + shown.suffix(),
                                columns(shown.added().behind(stream.schema().fields())));
                    }
                }
            }
        } catch (ContractException e) {
            Failure.lines(e.problems()).forEach(weir.console()::progress);
            known.putAll(tables);
        }
        queries.views().forEach(view -> known.putIfAbsent(view, List.of()));
        tables = known;
    }

    private static List<String> columns(FieldType.Struct fields) {
        return fields.fields().stream().map(FieldType.Field::name).toList();
    }
}
