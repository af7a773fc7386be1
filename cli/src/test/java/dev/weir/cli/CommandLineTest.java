package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryCommandAndExitCode() {
        assertThat(execute("--help")).isZero();

        assertThat(out.toString())
                .contains(
                        "up ",
                        "down ",
                        "status ",
                        "check ",
                        "run ",
                        "stop ",
                        "publish ",
                        "simulate ",
                        "tail ",
                        "bench ")
                .contains("0    fine", "6    a server can't be reached: try again", "70   our fault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fly",
                "check",
                "tail --from nowhere x",
                "status --output xml",
                "up --port-offset x",
                "up --worker-heap 255",
                "test --record x -n 0",
                "dead replay x",
                "dead replay x 1@2 --reason RULE",
                "audit x --fork 0",
                "bench",
                "bench x --from-rate some",
                "bench x --share orders",
                "simulate plant --speed fast",
                "simulate plant --sensors 0",
                "simulate plant --start yesterday"
            })
    void wrongUsageExitsWith2(String line) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty().doesNotContain("\tat ");
    }

    @Test
    void missingFolderExitsWith3() {
        assertThat(execute("check", folder.resolve("nothing").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("There is no folder");
    }

    @Test
    void problemsOfAFolderExitWith1AndNameTheirPlace() throws Exception {
        Files.writeString(folder.resolve("weir.yaml"), "name: x\nnome: y\n");

        assertThat(execute("check", folder.toString())).isEqualTo(1);

        assertThat(out.toString()).startsWith(folder.resolve("weir.yaml") + ":2:1: ");
        assertThat(err.toString()).isEqualTo("1 problem\n");
    }

    @Test
    void problemsAsJsonHaveTheirPlaceInColumns() throws Exception {
        Files.writeString(folder.resolve("weir.yaml"), "name: x\nnome: y\n");

        assertThat(execute("check", folder.toString(), "--output", "json")).isEqualTo(1);

        JsonNode problem = new ObjectMapper().readTree(out.toString()).get(0);
        assertThat(problem.get("file").asText())
                .isEqualTo(folder.resolve("weir.yaml").toString());
        assertThat(problem.get("line").asInt()).isEqualTo(2);
        assertThat(problem.get("column").asInt()).isEqualTo(1);
        assertThat(problem.get("message").asText()).contains("nome");
    }

    @Test
    void statusWhereNothingWasEverStartedShowsStoppedServers() throws Exception {
        assertThat(execute("status", "-o", "json")).isZero();

        JsonNode status = new ObjectMapper().readTree(out.toString());
        assertThat(status.get("servers")).hasSize(7);
        assertThat(status.get("servers"))
                .allMatch(server -> server.get("state").asText().equals("stopped"));
        assertThat(status.get("pipelines")).isEmpty();
        assertThat(status.get("streams")).isEmpty();
        assertThat(folder.resolve(".weir")).doesNotExist();
    }

    @Test
    void stoppingAnUnknownPipelineExitsWith3() {
        assertThat(execute("stop", "nobody")).isEqualTo(3);
        assertThat(err.toString()).contains("nobody");
    }

    private int execute(String... arguments) {
        PrintWriter data = new PrintWriter(out);
        PrintWriter progress = new PrintWriter(err);
        Home home = new Home(folder, folder.resolve(".weir"));
        return Main.commandLine(home, new Console(data, progress, false), data, progress)
                .execute(arguments);
    }
}
