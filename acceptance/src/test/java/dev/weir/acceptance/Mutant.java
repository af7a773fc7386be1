package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.testing.PipelineTests;
import dev.weir.pipeline.testing.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A mistake in a pipeline's SQL that its own tests must notice.
 *
 * @param find a part of {@code pipeline.sql} that is there once
 */
record Mutant(String mistake, String find, String replace) {

    /** A project's tests must pass on its SQL, and at least one must fail on each mutant of it. */
    static void assertNoticed(Path project, int tests, List<Mutant> mutants, Path folder) throws Exception {
        String sql = Files.readString(project.resolve("pipeline.sql"));
        Map<String, Boolean> noticed = new LinkedHashMap<>();
        try (PipelineTests runner = PipelineTests.start()) {
            List<TestResult> original = runner.run(project, PipelineTests.files(project), false, result -> {});
            assertThat(original).hasSizeGreaterThanOrEqualTo(tests).allMatch(TestResult::passed);
            for (Mutant mutant : mutants) {
                assertThat(sql).as(mutant.mistake).containsOnlyOnce(mutant.find);
                Path mutated = copy(project, folder.resolve(Integer.toString(noticed.size())));
                Files.writeString(mutated.resolve("pipeline.sql"), sql.replace(mutant.find, mutant.replace));
                List<TestResult> results = runner.run(mutated, PipelineTests.files(mutated), true, result -> {});
                noticed.put(mutant.mistake, !results.stream().allMatch(TestResult::passed));
            }
        }
        assertThat(noticed).doesNotContainValue(false);
    }

    private static Path copy(Path project, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.toList()) {
                Path copied = target.resolve(project.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
        return target;
    }
}
