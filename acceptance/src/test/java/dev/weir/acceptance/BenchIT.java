package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir bench} on servers of its own, with made-up events: the load is steady, the ledger closes, nothing is left. */
class BenchIT {

    private static final int PORT_OFFSET = 20_900;

    @TempDir
    private Path folder;

    private Path home;
    private Weir weir;

    @BeforeEach
    void start() {
        home = folder.resolve("home");
        weir = new Weir(home, PORT_OFFSET);
    }

    @AfterEach
    void stop() {
        new Weir(home.resolve("bench"), PORT_OFFSET).down();
    }

    @Test
    void ratesRiseUntilTheMostAndEachEventIsAccountedFor() throws Exception {
        Path project = Weir.copyOfPipeline("payments", folder.resolve("payments"));

        Weir.Answer answer = weir.expect(
                0,
                "bench",
                project.toString(),
                "--from-rate=200",
                "--max-rate=400",
                "--step=9s",
                "--keys=50",
                "--port-offset=" + PORT_OFFSET,
                "--output=json");

        JsonNode report = new JsonMapper().readTree(answer.out());
        assertThat(report)
                .isEqualTo(new JsonMapper()
                        .readTree(home.resolve("bench/report.json").toFile()));
        assertThat(report.get("complete").asBoolean()).isTrue();
        assertThat(report.get("correct").asBoolean()).isTrue();
        assertThat(report.get("steps").get(0).get("rate").asLong()).isEqualTo(200);
        assertThat(report.get("verdict").get("text").asText()).isNotEmpty();
        JsonNode payments = report.at("/audit/streams/0");
        assertThat(payments.get("stream").asText()).isEqualTo("payments");
        assertThat(payments.get("read").asLong())
                .isGreaterThan(1_000)
                .isEqualTo(report.at("/sent/payments").asLong())
                .isEqualTo(payments.get("on_time").asLong());
        assertThat(project.resolve("streams/spending.yaml"))
                .hasSameTextualContentAs(Weir.repository().resolve("pipelines/payments/streams/spending.yaml"));
        assertThat(home.resolve("run")).doesNotExist();
        assertThat(home.resolve("bench/data")).doesNotExist();
        assertThat(weir.processes()).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeAnyServerStarts() {
        String project = Weir.repository().resolve("pipelines/payments").toString();

        assertThat(weir.expect(6, "bench", project, "--capture").err()).contains("weir up");
        assertThat(weir.expect(3, "bench", "nobody").err())
                .contains("There is no folder")
                .contains("'nobody'");
        assertThat(weir.expect(2, "bench", project, "--step=2s").err()).contains("too short");
        assertThat(weir.expect(2, "bench", project, "--keys=many").err()).contains("--keys");
        assertThat(home.resolve("bench/run")).doesNotExist();
    }
}
