package dev.weir.pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.TestingProject;
import dev.weir.pipeline.project.ProjectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTestsTest {

    private static final Consumer<TestResult> SILENT = result -> {};

    private static PipelineTests tests;

    @TempDir
    private Path project;

    @BeforeAll
    static void start() throws Exception {
        tests = PipelineTests.start();
    }

    @AfterAll
    static void stop() throws Exception {
        tests.close();
    }

    /** Readings per minute, and of those a second stream that the pipeline reads again. */
    @BeforeEach
    void writeProject() throws Exception {
        Files.createDirectories(project.resolve("streams"));
        Files.createDirectories(project.resolve("tests"));
        Files.writeString(project.resolve("weir.yaml"), "name: readings\n");
        Files.writeString(project.resolve("streams/readings.avsc"), """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "sensor", "type": "string"}, {"name": "value", "type": "double"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
                """);
        Files.writeString(project.resolve("streams/readings.yaml"), """
                stream: readings
                schema: readings.avsc
                key: sensor
                time: { field: at, disorder: 5s }
                partitions: 2
                """);
        Files.writeString(project.resolve("pipeline.sql"), """
                CREATE TABLE minutes (sensor STRING NOT NULL, start_time TIMESTAMP_LTZ(3), n BIGINT) DISTRIBUTED BY HASH(sensor) INTO 2 BUCKETS;
                CREATE TABLE totals (sensor STRING, n BIGINT, PRIMARY KEY (sensor) NOT ENFORCED);
                INSERT INTO minutes
                  SELECT sensor, window_start_ltz, n FROM (
                    SELECT sensor, CAST(window_start AS TIMESTAMP_LTZ(3)) AS window_start_ltz, COUNT(*) AS n
                    FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(`at`), INTERVAL '1' MINUTE))
                    GROUP BY sensor, window_start, window_end);
                INSERT INTO totals SELECT sensor, SUM(n) FROM minutes GROUP BY sensor;
                """);
    }

    private List<TestResult> run(String file) throws Exception {
        Path written = project.resolve("tests/a.yaml");
        Files.writeString(written, file);
        return tests.run(project, List.of(written), false, SILENT);
    }

    @Test
    void windowsCloseByTheWatermarkAndResultsAreReadAgain() throws Exception {
        List<TestResult> results = run("""
                clock: 2026-01-01T12:00:00Z
                tests:
                  open windows are not told:
                    close: false
                    arrive:
                      - event: { sensor: a, value: 1.5, at: +0s }
                      - event: { sensor: a, value: 1.5, at: +64s }
                    expect: { minutes: [], totals: [] }
                  closed windows are told and added up:
                    arrive:
                      - event: { sensor: a, value: 1.5, at: +0s }
                      - event: { sensor: a, value: 1.5, at: +59s }
                      - watermark: +60s
                      - event: { sensor: a, value: 9.5, at: +58s }
                      - event: { sensor: a, value: 1.5, at: +61s }
                    expect:
                      minutes:
                        - { sensor: a, start_time: +0s, n: 2 }
                        - { sensor: a, start_time: +60s, n: 1 }
                      totals:
                        - { sensor: a, n: 3 }
                    fates:
                      readings: { read: 4, on_time: 3, late: 1 }
                """);

        assertThat(results).hasSize(2).allMatch(TestResult::passed);
    }

    @Test
    void aCrashRepeatsNothing() throws Exception {
        List<TestResult> results = run("""
                clock: 2026-01-01T12:00:00Z
                tests:
                  a window is counted once:
                    arrive:
                      - event: { sensor: a, value: 1, at: +0s }
                      - checkpoint:
                      - event: { sensor: a, value: 1, at: +90s }
                      - crash:
                      - event: { sensor: a, value: 1, at: +91s }
                    changes:
                      minutes:
                        - { n: 1 }
                        - { n: 2 }
                """);

        assertThat(results).allMatch(TestResult::passed);
    }

    @Test
    void aDifferenceShowsBothSidesAndItsPlace() throws Exception {
        List<TestResult> results = run("""
                clock: 2026-01-01T12:00:00Z
                tests:
                  wrong:
                    arrive:
                      - event: { sensor: a, value: 1, at: +0s }
                      - event: { sensor: b, value: 1, at: +0s }
                      - bytes: "ff"
                    expect:
                      totals:
                        - { sensor: a, n: 7 }
                        - { sensor: c, n: 7 }
                """);

        List<Difference> differences = results.get(0).differences();
        assertThat(differences)
                .extracting(
                        difference -> difference.place().line() + " " + difference.stream() + " " + difference.what())
                .containsExactly(
                        "10 totals this row came out otherwise",
                        "11 totals this row is missing",
                        "9 totals this row is not expected",
                        "4 readings$dead an event died, which the test doesn't expect");
        assertThat(differences.get(0).details())
                .containsExactly(
                        "          expected  came out", "  sensor  \"a\"       \"a\"", "≠ n       7         1");
    }

    @Test
    void functionsOfTheProjectRunWithTheirStateAndSurviveACrash() throws Exception {
        new TestingProject(project)
                .file("functions/demo/Seen.java", TestingProject.SEEN)
                .sql("""
                CREATE TABLE counted (sensor STRING NOT NULL, times BIGINT) DISTRIBUTED BY HASH(sensor) INTO 1 BUCKETS;
                INSERT INTO counted SELECT sensor, seen FROM Seen(input => TABLE readings PARTITION BY sensor);
                """);

        List<TestResult> results = run("""
                clock: 2026-01-01T12:00:00Z
                tests:
                  each sensor has a count of its own:
                    arrive:
                      - event: { sensor: a, value: 1 }
                      - event: { sensor: b, value: 1 }
                      - checkpoint:
                      - crash:
                      - event: { sensor: a, value: 1 }
                    expect:
                      counted:
                        - { sensor: a, times: 1 }
                        - { sensor: a, times: 2 }
                        - { sensor: b, times: 1 }
                """);

        assertThat(results).allMatch(TestResult::passed);
    }

    @Test
    void functionThatDoesNotCompileIsToldWithItsPlace() throws Exception {
        new TestingProject(project)
                .file("functions/demo/Broken.java", "package demo;\npublic class Broken {\n  int }\n");

        assertThatThrownBy(() -> run("tests: { one: { arrive: [] } }"))
                .isInstanceOfSatisfying(
                        ProjectException.class,
                        wrong -> assertThat(wrong.problems()).anySatisfy(problem -> {
                            assertThat(problem.code()).isEqualTo("FUNCTION-001");
                            assertThat(problem.line()).isEqualTo(3);
                        }));
    }

    @Test
    void mistakesInAFileAreAllFoundWithTheirPlaceAndTheNearestName() {
        assertThatThrownBy(() -> run("""
                        tests:
                          one:
                            arive: []
                            arrive:
                              - event: { sensr: a }
                              - again: nothing
                              - event: { sensor: a }
                                bytes: "00"
                            expect:
                              minute: []
                        """))
                .isInstanceOfSatisfying(
                        ProjectException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(
                                        problem -> problem.line() + ":" + problem.column() + " " + problem.message())
                                .satisfiesExactlyInAnyOrder(
                                        text -> assertThat(text)
                                                .startsWith("3:5 ")
                                                .contains("Did you mean 'arrive'?"),
                                        text -> assertThat(text)
                                                .startsWith("5:18 ")
                                                .contains("Did you mean 'sensor'?"),
                                        text -> assertThat(text)
                                                .startsWith("6:16 ")
                                                .contains("as: nothing"),
                                        text -> assertThat(text)
                                                .startsWith("7:9 ")
                                                .contains("exactly one of"),
                                        text -> assertThat(text)
                                                .startsWith("10:7 ")
                                                .contains("Did you mean 'minutes'?")));
    }
}
