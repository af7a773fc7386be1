package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.cli.metrics.Observed;
import dev.weir.pipeline.observe.Observation;
import dev.weir.pipeline.observe.PipelineObservation;
import dev.weir.stack.ServerStatus;
import dev.weir.stack.ServerStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final String FLINK = "http://127.0.0.1:7088";

    @Test
    void screenShowsAllOfARunningPipeline() {
        StatusReport report = report(State.READY, Observed.running(), Map.of());

        assertThat(report.text()).isEqualTo("""
                SERVER      STATE  PID  ADDRESS                MEMORY  UPTIME
                jobmanager  ready   17  http://127.0.0.1:7088  320 MB  90.0 s

                PIPELINE  WANTED   STATE    IN/S  OUT/S  RESTARTS  CHECKPOINT AGE  CHECKPOINT TOOK
                payments  running  running  10.0    9.5         2          400 ms            35 ms

                PIPELINE  STREAM    LAG RECORDS    LAG  IN/S  LATENCY P50  LATENCY P99  WATERMARK DELAY  READ  ON TIME  LATE  REPEATED  DEAD
                payments  payments            3  1.5 s  10.0       100 ms       247 ms           31.0 s  1010     1000     5         3     2

                PIPELINE  OUTPUT    OUT/S  ROWS  COMMITS  COMMIT TOOK
                payments  spending    9.5   990       40        10 ms

                PIPELINE  STREAM    REASON     DEAD LETTERS
                payments  payments  MALFORMED             1
                payments  payments  RULE                  1
                """);
        assertThat(report.exitCode()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void withoutFlinkItShowsWhatKafkaKnowsAndSaysWhatIsMissing() {
        StatusReport report =
                report(State.DEAD, Observed.withoutFlink(), Map.of(FLINK, "Flink can't be reached at " + FLINK + "."));

        assertThat(report.text())
                .contains("jobmanager  dead ")
                .contains("payments  running  absent     -      -         -           3 min")
                .contains("payments  payments          300  3 min")
                .endsWith("! Flink can't be reached at http://127.0.0.1:7088.\n");
        assertThat(report.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void whereAllWasStoppedOnPurposeNothingIsAmiss() {
        StatusReport report = report(State.STOPPED, Observed.withoutFlink(), Map.of(FLINK, "Flink doesn't run."));

        assertThat(report.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(report.text()).doesNotContain("!");
    }

    @Test
    void whoWaitsForTheRegistrySaysSo() {
        StatusReport report = report(State.READY, Observed.waiting(Duration.ofSeconds(12)), Map.of());

        assertThat(report.text())
                .contains("waits for the schema registry, to read payments; meanwhile nothing is judged");
    }

    @Test
    void jsonHasEveryNumberAsANumber() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(report(State.READY, Observed.running(), Map.of()).json());

        JsonNode stream = json.at("/streams/0");
        assertThat(stream.get("lag_records").asLong()).isEqualTo(3);
        assertThat(stream.get("lag_seconds").isDouble()).isTrue();
        assertThat(stream.get("in_per_second").asDouble()).isEqualTo(10);
        assertThat(stream.get("latency_p50_seconds").asDouble()).isEqualTo(0.1);
        assertThat(stream.get("latency_p99_seconds").asDouble()).isEqualTo(0.247);
        assertThat(json.at("/pipelines/0/job").asText()).isEqualTo("a1");
        assertThat(json.at("/pipelines/0/checkpoint_took_seconds").asDouble()).isEqualTo(0.035);
        assertThat(json.at("/pipelines/0/checkpoint_bytes").asLong()).isEqualTo(20_480);
        assertThat(json.at("/outputs/0/rows").asLong()).isEqualTo(990);
        assertThat(json.at("/dead_letters/1/reason").asText()).isEqualTo("RULE");
        assertThat(json.at("/memory_bytes").asLong()).isEqualTo(320L << 20);
        assertThat(json.at("/unreachable").isObject()).isTrue();
    }

    private static StatusReport report(State state, PipelineObservation pipeline, Map<String, String> unreachable) {
        ServerStatus server = new ServerStatus(
                "jobmanager",
                state,
                OptionalLong.of(17),
                List.of(7088),
                OptionalLong.of(320L << 20),
                Optional.of(Duration.ofSeconds(90)),
                FLINK);
        return new StatusReport(
                List.of(server),
                new Observation(Instant.EPOCH, List.of(pipeline), unreachable),
                Map.of(),
                new Table("source"),
                null);
    }
}
