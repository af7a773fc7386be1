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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The activity feed's own tests must pass on its SQL, and notice each of these mistakes in it. */
class ActivityFeedMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/activity-feed");

    /** What is replaced by what in {@code pipeline.sql}. */
    private record Mutant(String mistake, String find, String replace) {}

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("undo is ignored", "WHERE place = 1 AND NOT undo", "WHERE place = 1"),
            new Mutant("the first word counts, not the last", "event_time DESC", "event_time ASC"),
            new Mutant("people hear of themselves", "WHERE recipient_id <> actor_id", "WHERE TRUE"),
            new Mutant("replies are not told", "a.verb IN ('LIKE', 'COMMENT')", "a.verb IN ('LIKE')"),
            new Mutant("likes are not told", "a.verb IN ('LIKE', 'COMMENT')", "a.verb IN ('COMMENT')"),
            new Mutant("comments have no owner", "o.verb IN ('POST', 'COMMENT')", "o.verb IN ('POST')"),
            new Mutant("a reply is about itself", "COALESCE(reply_to, object)", "object"),
            new Mutant("owner and actor are swapped", "o.actor_id AS recipient_id", "a.actor_id AS recipient_id"),
            new Mutant(
                    "all of an actor's doing is one",
                    "PARTITION BY actor_id, verb, object",
                    "PARTITION BY actor_id, verb"),
            new Mutant("followers are not told", "WHERE verb = 'FOLLOW'", "WHERE verb = 'POST'"),
            new Mutant("the owner is whoever is the target", "ON o.object = a.target", "ON o.target = a.target"),
            new Mutant("the name is the actor's", "o.actor_name AS recipient_name", "a.actor_name AS recipient_name"));

    @Test
    void testsPassOnTheSqlAndFailOnEachMutant(@TempDir Path folder) throws Exception {
        String sql = Files.readString(PROJECT.resolve("pipeline.sql"));
        Map<String, Long> failures = new LinkedHashMap<>();
        try (PipelineTests tests = PipelineTests.start()) {
            List<TestResult> original = tests.run(PROJECT, PipelineTests.files(PROJECT), result -> {});
            assertThat(original).hasSizeGreaterThan(20).allMatch(TestResult::passed);
            for (Mutant mutant : MUTANTS) {
                assertThat(sql).as(mutant.mistake).containsOnlyOnce(mutant.find);
                Path project = copy(folder.resolve(Integer.toString(failures.size())));
                Files.writeString(project.resolve("pipeline.sql"), sql.replace(mutant.find, mutant.replace));
                List<TestResult> results = tests.run(project, PipelineTests.files(project), result -> {});
                failures.put(
                        mutant.mistake,
                        results.stream().filter(result -> !result.passed()).count());
            }
        }
        assertThat(failures)
                .allSatisfy((mistake, failed) -> assertThat(failed).as(mistake).isPositive());
    }

    private static Path copy(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(file -> !file.startsWith(PROJECT.resolve("generator")))
                    .toList()) {
                Path copied = target.resolve(PROJECT.relativize(file).toString());
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
