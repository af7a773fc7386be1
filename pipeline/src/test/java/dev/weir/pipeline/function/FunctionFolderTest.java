package dev.weir.pipeline.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.functions.SharedFunctions;
import dev.weir.pipeline.TestingProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionFolderTest {

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    private PipelineFunctions load(String work) throws IOException {
        return new FunctionFolder(folder.resolve("functions")).load(folder.resolve(work), problems);
    }

    private static Map<String, Class<?>> own(PipelineFunctions functions) {
        Map<String, Class<?>> own = new HashMap<>(functions.byName());
        own.keySet().removeAll(SharedFunctions.BY_NAME.keySet());
        return own;
    }

    @Test
    void aFunctionOfThePipelineTakesThePlaceOfASharedOne() throws Exception {
        new TestingProject(folder)
                .file(
                        "functions/Geo_Distance_Km.java",
                        "public class Geo_Distance_Km extends org.apache.flink.table.functions.ScalarFunction {}");

        try (PipelineFunctions functions = load("a")) {
            assertThat(functions.byName()).containsKey("Geo_Distance_Km").doesNotContainKey("GEO_DISTANCE_KM");
        }
    }

    @Test
    void publicFunctionsOfSourcesAreFoundWithTheirParameterNames() throws Exception {
        new TestingProject(folder)
                .file("functions/demo/Seen.java", TestingProject.SEEN)
                .file("functions/demo/Plain.java", "package demo; public class Plain { Hidden hidden; }")
                .file(
                        "functions/demo/Hidden.java",
                        "package demo; class Hidden extends org.apache.flink.table.functions.ScalarFunction {}");

        try (PipelineFunctions functions = load("a")) {
            assertThat(problems).isEmpty();
            assertThat(own(functions)).containsOnlyKeys("Seen");
            assertThat(functions
                            .byName()
                            .get("Seen")
                            .getDeclaredMethods()[0]
                            .getParameters()[1]
                            .getName())
                    .isEqualTo("input");
        }
    }

    @Test
    void sameSourcesMakeTheSameJar() throws Exception {
        new TestingProject(folder).file("functions/demo/Seen.java", TestingProject.SEEN);

        load("a").close();
        load("b").close();

        assertThat(folder.resolve("a/functions.jar")).hasSameBinaryContentAs(folder.resolve("b/functions.jar"));
    }

    @Test
    void jarsAreTakenAsTheyAre() throws Exception {
        new TestingProject(folder).file("functions/demo/Seen.java", TestingProject.SEEN);
        load("a").close();
        Files.delete(folder.resolve("functions/demo/Seen.java"));
        Path jar = Files.copy(folder.resolve("a/functions.jar"), folder.resolve("functions/seen.jar"));

        try (PipelineFunctions functions = load("b")) {
            assertThat(own(functions)).containsOnlyKeys("Seen");
            assertThat(functions.jars()).containsExactly(jar);
        }
    }

    @Test
    void oneNameForTwoFunctionsIsAProblem() throws Exception {
        String function = " public class Same extends org.apache.flink.table.functions.ScalarFunction {}";
        new TestingProject(folder)
                .file("functions/a/Same.java", "package a;" + function)
                .file("functions/b/Same.java", "package b;" + function);

        load("a").close();

        assertThat(problems)
                .containsExactly(new Problem(
                        folder.resolve("functions/b/Same.java"),
                        1,
                        1,
                        "FUNCTION-002",
                        "'Same' would name both a.Same and b.Same: rename one of them."));
    }

    @Test
    void noFolderMeansTheSharedFunctionsAlone() throws Exception {
        try (PipelineFunctions functions = load("a")) {
            assertThat(functions.byName()).isEqualTo(SharedFunctions.BY_NAME);
            assertThat(functions.jars()).isEmpty();
        }
    }
}
