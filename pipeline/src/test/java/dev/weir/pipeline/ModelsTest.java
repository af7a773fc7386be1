package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.score.TestingOnnx;
import dev.weir.pipeline.testing.PipelineTests;
import dev.weir.pipeline.testing.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with a model, checked and tested. */
class ModelsTest {

    private static final String CONFIG = """
            name: wear
            models:
              risk:
                folder: models/risk
                inputs: [vibration, temperature]
                scores: { failure: score }
            """;

    @TempDir
    private Path folder;

    private TestingProject project;

    @BeforeEach
    void write() throws IOException {
        project = new TestingProject(folder)
                .config(CONFIG)
                .file("streams/readings.avsc", """
                        {"type": "record", "name": "Reading", "fields": [
                          {"name": "sensor", "type": "string"}, {"name": "vibration", "type": "float"},
                          {"name": "temperature", "type": ["null", "int"], "default": null},
                          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
                        """)
                .file("streams/readings.yaml", """
                        stream: readings
                        schema: readings.avsc
                        key: sensor
                        time: { field: at, disorder: 5s }
                        """)
                .sql("""
                        CREATE TABLE scores (sensor STRING NOT NULL, failure DOUBLE, model_version STRING, unscored STRING)
                          DISTRIBUTED BY HASH(sensor) INTO 2 BUCKETS;
                        INSERT INTO scores
                          SELECT sensor, failure, model_version, unscored
                          FROM readings$all, LATERAL TABLE(risk(vibration, temperature));
                        """);
        model("1.onnx", TestingOnnx.linear(1, 2, 0.5));
    }

    private void model(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("models/risk"));
        Files.write(folder.resolve("models/risk").resolve(name), bytes);
    }

    private List<TestResult> test(String file) throws Exception {
        project.file("tests/a.yaml", file);
        try (PipelineTests tests = PipelineTests.start()) {
            return tests.run(folder, List.of(folder.resolve("tests/a.yaml")), false, result -> {});
        }
    }

    @Test
    void testsSeeTheScoresOfTheNewestVersion() throws Exception {
        model("2.onnx", TestingOnnx.linear(10, 2, 0.5));
        assertThat(project.problems()).isEmpty();
        assertThat(test("""
                        clock: 2026-01-01T12:00:00Z
                        tests:
                          readings are scored:
                            close: false
                            arrive:
                              - event: { sensor: a, vibration: 1.5, temperature: 4 }
                              - event: { sensor: a, vibration: 1.5 }
                            changes:
                              scores:
                                - { failure: 15.0, model_version: "2", unscored: null }
                                - { failure: null, model_version: null, unscored: NULL_INPUT }
                          a crash repeats nothing:
                            arrive:
                              - event: { sensor: a, vibration: 1, temperature: 0 }
                              - checkpoint:
                              - event: { sensor: a, vibration: 2, temperature: 0 }
                              - crash:
                              - event: { sensor: a, vibration: 3, temperature: 0 }
                            changes:
                              scores: [ { failure: 12.0 }, { failure: 14.0 }, { failure: 16.0 } ]
                        """))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.differences()).isEmpty());
    }

    @Test
    void aMissingModelIsRefusedWhereItIsNamed() throws IOException {
        Files.delete(folder.resolve("models/risk/1.onnx"));
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "weir.yaml:4:13 MODEL-001 The model 'risk' can't be used: there is no file *.onnx in file:");
    }

    @Test
    void aBrokenModelIsRefused() throws IOException {
        model("2.onnx", new byte[] {1, 2, 3});
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "weir.yaml:4:13 MODEL-002 The model 'risk' can't be used: 2.onnx: ONNX Runtime refuses it:");
    }

    @Test
    void aModelWithOtherInputsIsRefused() throws IOException {
        model("1.onnx", TestingOnnx.linear(1, 2, 3, 4));
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "weir.yaml:5:13 MODEL-003 The model 'risk' can't be used: 1.onnx: it takes 3 numbers in 'features',"
                                + " not 2. Declared are [vibration, temperature]");
    }

    @Test
    void aModelWithoutTheScoreIsRefused() throws IOException {
        project.config(CONFIG.replace("{ failure: score }", "{ failure: \"score[1]\" }"));
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith("weir.yaml:6:13 MODEL-004 The model 'risk' can't be used: 1.onnx: 'failure' isn't there:"
                        + " its output 'score' has no [1].");
    }

    @Test
    void aNameThatAFunctionHasIsRefused() throws IOException {
        project.config(CONFIG.replace("risk:", "as_of:"));
        assertThat(project.problems()).anyMatch(problem -> problem.startsWith("weir.yaml:4:5 MODEL-005 There is"));
    }

    @Test
    void columnsThatDoNotFitAreRefusedWhereTheModelIsCalled() throws IOException {
        project.sql("""
                CREATE TABLE scores (sensor STRING NOT NULL, failure DOUBLE) DISTRIBUTED BY HASH(sensor) INTO 2 BUCKETS;
                INSERT INTO scores
                  SELECT sensor, failure FROM readings$all, LATERAL TABLE(risk(vibration, sensor));
                """);
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith("pipeline.sql:2:")
                .contains("SQL-003");
    }

    @Test
    void mistakesInTheDeclarationAreNamed() throws IOException {
        project.config("""
                        name: wear
                        models:
                          Risk: { folder: models/risk, inputs: [a], scores: [score] }
                          risk:
                            inputs: [vibration, "f:1", vibration]
                            scores: { unscored: score }
                            timeout: 5ms
                            linger: 5ms
                            bach: 3
                        """);
        assertThat(project.problems())
                .anyMatch(problem -> problem.contains("A model's name is that of a function"))
                .anyMatch(problem -> problem.contains("'folder' is missing."))
                .anyMatch(problem -> problem.contains("'f:1' is no name"))
                .anyMatch(problem -> problem.contains("'vibration' is taken"))
                .anyMatch(problem -> problem.contains("'unscored' is taken"))
                .anyMatch(problem -> problem.contains("'linger', 5ms, must be less than 'timeout', 5ms"))
                .anyMatch(problem -> problem.contains("Unknown key 'bach'. Did you mean 'batch'?"));
    }
}
