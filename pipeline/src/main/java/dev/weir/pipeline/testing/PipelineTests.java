package dev.weir.pipeline.testing;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the tests of projects on a Flink in this process, one by one; the Flink starts with this and ends with {@link
 * #close}. Each project is planned once however many tests it has. Not thread-safe, and only one may be open in a
 * process at a time.
 */
public final class PipelineTests implements AutoCloseable {

    private static final String FOLDER = "tests";

    private final TestCluster cluster;

    private PipelineTests(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** @throws TestEngineException if Flink can't be started in this process */
    public static PipelineTests start() throws TestEngineException {
        return new PipelineTests(TestCluster.start());
    }

    /** The test files of a project, by name. */
    public static List<Path> files(Path project) throws IOException {
        Path folder = project.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * @param files of tests of this project
     * @param failFast whether the first test that fails is the last that runs
     * @param progress hears of each test as soon as it has run
     * @return those that ran
     * @throws ProjectException with every mistake in the project or the files; no test has run
     * @throws TestEngineException if Flink itself fails
     */
    public List<TestResult> run(Path project, List<Path> files, boolean failFast, Consumer<TestResult> progress)
            throws ProjectException, TestEngineException, IOException, InterruptedException {
        try (PreparedTests tests = prepare(project, files)) {
            return tests.run(failFast, progress);
        }
    }

    /** Plans the project and reads the files, to run them as often as wanted. */
    public PreparedTests prepare(Path project, List<Path> files)
            throws ProjectException, TestEngineException, IOException {
        Path workFolder = Files.createTempDirectory("weir-test");
        TestPlan plan = TestPlan.of(PipelineProject.load(project), workFolder);
        List<Problem> problems = new ArrayList<>();
        List<PipelineTest> tests = new ArrayList<>();
        for (Path file : files) {
            tests.addAll(new TestFileParser(file, StreamNames.of(plan), problems).parse(text(file, problems)));
        }
        PreparedTests prepared = new PreparedTests(plan, cluster, workFolder, tests);
        if (!problems.isEmpty()) {
            prepared.close();
            throw new ProjectException(problems);
        }
        return prepared;
    }

    private static String text(Path file, List<Problem> problems) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.add(new Problem(file, 1, 1, "TEST-003", "There is no such file."));
            return "tests: {}";
        }
    }

    @Override
    public void close() throws TestEngineException {
        cluster.close();
    }
}
