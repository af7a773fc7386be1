package dev.weir.cli;

import dev.weir.contract.Problem;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.functions.score.ScoreFunction;
import dev.weir.functions.score.ScoreFunction.Pace;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.ModelFunctions;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.query.Queries;
import dev.weir.pipeline.query.QueryStreams;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.kafka.QueryStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code weir sql}: looks at streams with SQL, at a prompt or by a script. */
@Command(
        name = "sql",
        description = {
            "Look at streams with SQL: at a prompt, or by a script with -e, -f or on standard input.",
            "",
            "Queries run inside this command and end with it. In a project's folder its streams, views and functions"
                    + " are there; elsewhere all streams that are in force.",
            ""
        })
final class SqlCommand implements Callable<Integer> {

    private static final String APPLICATION = "weir-sql";

    @ParentCommand
    private WeirCommand weir;

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Statements, separated by semicolons. The first that fails ends the command.")
    private @Nullable String execute;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The same from a file; '-' is standard input.")
    private @Nullable Path file;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project whose streams to see (default: where you are, if it is one).")
    private @Nullable Path project;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = EnvironmentConfig.LOCAL,
            description = "One of the environments in the project's weir.yaml (default ${DEFAULT-VALUE}).")
    private String environment = EnvironmentConfig.LOCAL;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "beginning",
            converter = TailStart.Converter.class,
            description = "Where queries begin, as in 'weir tail': beginning, end, a time, or how long ago such as -10m"
                    + " (default ${DEFAULT-VALUE}).")
    private TailStart from = TailStart.BEGINNING;

    @Option(
            names = "--follow",
            description = "In a script: queries go on with what comes, and show each change. Without it, they end"
                    + " with what is committed and show what it amounts to. At the prompt they always follow.")
    private boolean follow;

    @Override
    public Integer call() throws Exception {
        if (execute != null && file != null) {
            throw new CommandFailure(ExitCode.USAGE, "Give -e or -f, not both.");
        }
        boolean prompt = execute == null && file == null && System.console() != null;
        List<SqlStatement> script = prompt ? List.of() : script();
        @Nullable PipelineProject folder = project();
        Path work = Files.createTempDirectory("weir-sql");
        List<Problem> problems = new ArrayList<>();
        try (PipelineFunctions functions = new FunctionFolder(
                                folder == null ? work.resolve("none") : folder.functions())
                        .load(work, problems)
                        .with(models(folder));
                QueryStreams streams = streams(folder);
                Queries queries = new Queries(streams, functions, start(from), prompt || follow)) {
            if (prompt || script.stream().anyMatch(statement -> statement.kind() == Kind.QUERY)) {
                queries.warmUp();
            }
            Failure.lines(problems).forEach(weir.console()::progress);
            if (folder != null) {
                queries.defineAll(definitions(folder))
                        .forEach(refused -> weir.console().progress("Not there: " + refused));
            }
            if (prompt) {
                new SqlPrompt(weir, queries).run(folder);
            } else {
                new SqlRunner(queries, new ScriptDisplay(weir, follow)).run(script);
            }
        } finally {
            delete(work);
        }
        return ExitCode.FINE;
    }

    private List<SqlStatement> script() throws ProjectException, IOException {
        String text;
        if (execute != null) {
            text = execute;
        } else if (file == null || file.toString().equals("-")) {
            text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } else if (Files.isRegularFile(file)) {
            text = Files.readString(file);
        } else {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + file.toAbsolutePath() + ".");
        }
        Path name = execute != null ? Path.of("-e") : file == null ? Path.of("-") : file;
        List<Problem> problems = new ArrayList<>();
        SqlScript script = SqlScript.parsePrompt(name, text, problems);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        return script.statements();
    }

    private @Nullable PipelineProject project() throws ProjectException, IOException {
        Path here = Path.of("");
        if (project == null && !Files.exists(here.resolve(PipelineProject.CONFIG))) {
            return null;
        }
        List<Problem> problems = new ArrayList<>();
        PipelineProject read = PipelineProject.read(project == null ? here : Jobs.existing(project), problems)
                .orElseThrow(() -> new ProjectException(problems));
        Failure.lines(problems).forEach(weir.console()::progress);
        return read;
    }

    private QueryStreams streams(@Nullable PipelineProject project) throws Exception {
        LocalStack stack = environment.equals(EnvironmentConfig.LOCAL)
                ? LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY)
                : LocalServers.asStarted(weir.home());
        Target local = Jobs.localTarget(stack);
        if (project == null) {
            if (!environment.equals(EnvironmentConfig.LOCAL)) {
                throw new CommandFailure(ExitCode.USAGE, "--env names an environment of a project: add --project DIR.");
            }
            return QueryStreams.inForce(config(local));
        }
        return QueryStreams.of(project, config(Target.of(project.config(), environment, local)));
    }

    private static Map<String, ScoreFunction> models(@Nullable PipelineProject project) {
        return project == null
                ? Map.of()
                : ModelFunctions.of(project.config().models(), project.folder(), Pace.BATCHES);
    }

    private static StreamsConfig config(Target target) {
        return new StreamsConfig(target.kafka(), RegistryConfig.of(target.registry()), APPLICATION);
    }

    private static QueryStart start(TailStart from) {
        if (from instanceof TailStart.At at) {
            return new QueryStart.At(at.time());
        }
        return from instanceof TailStart.End ? new QueryStart.End() : new QueryStart.Beginning();
    }

    /** What a pipeline defines for itself; what it creates are streams, which have their contracts. */
    private static List<SqlStatement> definitions(PipelineProject project) {
        return project.script().statements().stream()
                .filter(statement -> statement.kind() == Kind.CREATE_VIEW
                        || statement.kind() == Kind.CREATE_FUNCTION
                        || statement.kind() == Kind.SET)
                .toList();
    }

    private static void delete(Path work) throws IOException {
        Files.deleteIfExists(work.resolve("functions.jar"));
        Files.deleteIfExists(work);
    }
}
