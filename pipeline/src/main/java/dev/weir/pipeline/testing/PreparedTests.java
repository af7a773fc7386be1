package dev.weir.pipeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The tests of one project, planned and read. */
public final class PreparedTests implements AutoCloseable {

    private final TestPlan plan;
    private final TestCluster cluster;
    private final Path workFolder;
    private final List<PipelineTest> tests;

    PreparedTests(TestPlan plan, TestCluster cluster, Path workFolder, List<PipelineTest> tests) {
        this.plan = plan;
        this.cluster = cluster;
        this.workFolder = workFolder;
        this.tests = tests;
    }

    /**
     * Runs the tests.
     *
     * @param failFast whether the first that fails is the last that runs
     * @param progress hears of each as soon as it has run
     * @return those that ran
     * @throws TestEngineException if Flink itself fails
     */
    public List<TestResult> run(boolean failFast, Consumer<TestResult> progress)
            throws TestEngineException, IOException, InterruptedException {
        Map<String, RecordMaker> makers = RecordMaker.of(plan);
        List<TestResult> results = new ArrayList<>();
        for (PipelineTest test : tests) {
            long start = System.nanoTime();
            List<Difference> differences = differences(test, makers);
            TestResult result =
                    new TestResult(test.place(), test.name(), Duration.ofNanos(System.nanoTime() - start), differences);
            progress.accept(result);
            results.add(result);
            if (failFast && !result.passed()) {
                break;
            }
        }
        return results;
    }

    private List<Difference> differences(PipelineTest test, Map<String, RecordMaker> makers)
            throws TestEngineException, IOException, InterruptedException {
        List<Difference> refusals = new ArrayList<>();
        List<Step> steps = TestScript.steps(test, makers, refusals);
        if (!refusals.isEmpty()) {
            return refusals;
        }
        try {
            Outcome outcome = new TestRun(plan, cluster, workFolder, test, steps).play(steps);
            return Comparison.differences(plan, test, outcome);
        } catch (PipelineFailedException e) {
            return List.of(
                    new Difference(test.place(), "", "the pipeline failed", List.of(String.valueOf(e.getMessage()))));
        }
    }

    @Override
    public void close() throws IOException {
        plan.close();
        try (Stream<Path> files = Files.walk(workFolder)) {
            files.sorted(Comparator.reverseOrder()).forEach(PreparedTests::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " can't be deleted.", e);
        }
    }
}
