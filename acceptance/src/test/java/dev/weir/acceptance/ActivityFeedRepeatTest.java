package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.testing.PipelineTests;
import dev.weir.pipeline.testing.PreparedTests;
import dev.weir.pipeline.testing.TestResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The activity feed's own tests say the same each time; {@code -Dweir.test.runs=1000} asks more often. */
class ActivityFeedRepeatTest {

    private static final Path PROJECT = Path.of("../pipelines/activity-feed");
    private static final int RUNS = Integer.getInteger("weir.test.runs", 2);

    @Test
    void testsPassInEveryRun() throws Exception {
        try (PipelineTests tests = PipelineTests.start();
                PreparedTests prepared = tests.prepare(PROJECT, PipelineTests.files(PROJECT))) {
            for (int run = 1; run <= RUNS; run++) {
                assertThat(prepared.run(true, result -> {})).as("run %d", run).allMatch(TestResult::passed);
            }
        }
    }
}
