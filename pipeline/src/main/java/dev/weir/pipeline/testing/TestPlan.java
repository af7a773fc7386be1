package dev.weir.pipeline.testing;

import dev.weir.contract.ContractException;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.functions.score.ScoreFunction.Pace;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.ModelFunctions;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PipelinePlanner;
import dev.weir.pipeline.plan.PlanSettings;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.plan.StreamTableSession;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.catalog.InMemoryStreamStore;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.memory.MemoryLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;

/** A project, planned once over streams in memory, to be run as often as there are tests. */
final class TestPlan implements AutoCloseable {

    private static final String DEAD_TABLE = "$dead";
    private static final String DEAD_TOPIC = ".dead";

    private final MemoryLog log;
    private final InMemoryStreamStore contracts;
    private final PipelineFunctions functions;
    private final JobGraph graph;
    private final Set<String> derived;

    private TestPlan(
            MemoryLog log,
            InMemoryStreamStore contracts,
            PipelineFunctions functions,
            JobGraph graph,
            Set<String> derived) {
        this.log = log;
        this.contracts = contracts;
        this.functions = functions;
        this.graph = graph;
        this.derived = derived;
    }

    /**
     * @param workFolder gets the compiled functions
     * @throws ProjectException with every mistake of the project
     */
    static TestPlan of(PipelineProject project, Path workFolder) throws ProjectException, IOException {
        InMemoryStreamStore contracts = contracts(project);
        List<Problem> problems = new ArrayList<>();
        FunctionFolder folder = new FunctionFolder(project.functions());
        PipelineFunctions functions = folder.load(workFolder, problems)
                .with(ModelFunctions.of(project.config().models(), project.folder(), Pace.ONE_BY_ONE));
        MemoryLog log = new MemoryLog();
        // Parallelism 1: what several inputs of one operator bring then comes in one order only.
        PlanSettings settings = new PlanSettings(
                project.config().name(),
                project.config().commit(),
                project.config().latency(),
                1,
                null);
        Optional<PlannedJob> job = new PipelinePlanner(
                        settings, project.script(), folder, functions, environment -> open(environment, log, contracts))
                .plan(Lineage.NONE, problems);
        if (job.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem(
                    project.folder().resolve(PipelineProject.SCRIPT),
                    1,
                    1,
                    "SQL-006",
                    "There is nothing to test: a pipeline has at least one INSERT INTO."));
        }
        if (!problems.isEmpty()) {
            log.close();
            functions.close();
            throw new ProjectException(problems);
        }
        Set<String> derived = new LinkedHashSet<>();
        for (SqlStatement insert : project.script().all(SqlStatement.Kind.INSERT)) {
            derived.add(String.valueOf(insert.target()));
        }
        log.read().stream().filter(stream -> stream.endsWith(DEAD_TOPIC)).forEach(derived::add);
        JobGraph graph = job.get().jobGraph(new JobID());
        functions.jars().forEach(jar -> graph.addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
        return new TestPlan(log, contracts, functions, graph, derived);
    }

    private static InMemoryStreamStore contracts(PipelineProject project) throws ProjectException {
        try {
            return new InMemoryStreamStore(ContractFolder.load(project.streams()).stream()
                    .map(ContractSource::contract)
                    .toList());
        } catch (ContractException e) {
            throw new ProjectException(e.problems());
        }
    }

    private static TableSession open(
            StreamExecutionEnvironment environment, MemoryLog log, InMemoryStreamStore contracts) {
        environment.configure(TestCluster.withoutClocks());
        return new StreamTableSession(StreamSession.open(environment, log, contracts));
    }

    MemoryLog log() {
        return log;
    }

    /** The planned job; Flink adds to one that has jars when it takes it, so those get a copy each time. */
    JobGraph graph() throws IOException {
        try {
            return graph.hasUsercodeJarFiles() ? InstantiationUtil.clone(graph, functions.loader()) : graph;
        } catch (ClassNotFoundException e) {
            throw new IOException("The planned job can't be copied: " + e.getMessage(), e);
        }
    }

    /** The contract of a stream, or of the table or topic of its dead letters. */
    Optional<StreamContract> find(String name) {
        for (String suffix : List.of(DEAD_TABLE, DEAD_TOPIC)) {
            if (name.endsWith(suffix)) {
                return contracts
                        .find(name.substring(0, name.length() - suffix.length()))
                        .map(DeadLetter::contractFor);
            }
        }
        return contracts.find(name);
    }

    /** What the job reads and doesn't write itself. */
    List<String> inputs() {
        return log.read().stream()
                .filter(stream -> !derived.contains(stream))
                .sorted()
                .toList();
    }

    /** What the job writes and reads again, in the order of the statements that write it. */
    List<String> loops() {
        return derived.stream().filter(log.read()::contains).toList();
    }

    /** What an expectation may name. */
    List<String> outputs() {
        List<String> outputs = new ArrayList<>();
        derived.stream().filter(stream -> !stream.endsWith(DEAD_TOPIC)).forEach(outputs::add);
        log.read().stream()
                .filter(stream -> !stream.endsWith(DEAD_TOPIC))
                .sorted()
                .map(stream -> stream + DEAD_TABLE)
                .forEach(outputs::add);
        return outputs;
    }

    static String table(String topic) {
        return topic.endsWith(DEAD_TOPIC)
                ? topic.substring(0, topic.length() - DEAD_TOPIC.length()) + DEAD_TABLE
                : topic;
    }

    @Override
    public void close() throws IOException {
        log.close();
        functions.close();
    }
}
