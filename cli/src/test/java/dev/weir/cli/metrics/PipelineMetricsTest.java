package dev.weir.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.observe.Observation;
import dev.weir.pipeline.observe.PipelineObservation;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");

    @Test
    void everyNumberIsShownUnderItsName() throws IOException {
        assertThat(text(Observed.running()).lines())
                .contains(
                        "weir_pipeline_wanted{pipeline=\"payments\"} 1.0",
                        "weir_pipeline_running{pipeline=\"payments\"} 1.0",
                        "weir_pipeline_restarts_total{pipeline=\"payments\"} 2.0",
                        "weir_pipeline_checkpoints_total{outcome=\"completed\",pipeline=\"payments\"} 40.0",
                        "weir_pipeline_checkpoint_age_seconds{pipeline=\"payments\"} 0.4",
                        "weir_pipeline_checkpoint_duration_seconds{pipeline=\"payments\"} 0.035",
                        "weir_stream_lag_records{pipeline=\"payments\",stream=\"payments\"} 3.0",
                        "weir_stream_lag_seconds{pipeline=\"payments\",stream=\"payments\"} 1.5",
                        "weir_stream_registry_wait_seconds{pipeline=\"payments\",stream=\"payments\"} 0.0",
                        "weir_stream_watermark_delay_seconds{pipeline=\"payments\",stream=\"payments\"} 31.0",
                        "weir_stream_events_read_total{fate=\"on_time\",pipeline=\"payments\",stream=\"payments\"} 1000.0",
                        "weir_stream_events_read_total{fate=\"dead\",pipeline=\"payments\",stream=\"payments\"} 2.0",
                        "weir_stream_dead_letters_total{pipeline=\"payments\",reason=\"RULE\",stream=\"payments\"} 1.0",
                        "weir_stream_latency_seconds_bucket{pipeline=\"payments\",stream=\"payments\",le=\"0.25\"} 1000",
                        "weir_stream_latency_seconds_bucket{pipeline=\"payments\",stream=\"payments\",le=\"+Inf\"} 1005",
                        "weir_stream_latency_seconds_sum{pipeline=\"payments\",stream=\"payments\"} 150.0",
                        "weir_stream_rows_written_total{pipeline=\"payments\",stream=\"spending\"} 990.0",
                        "weir_stream_commit_duration_seconds_count{pipeline=\"payments\",stream=\"spending\"} 40",
                        "weir_stream_commit_duration_seconds_sum{pipeline=\"payments\",stream=\"spending\"} 0.4");
    }

    @Test
    void withoutFlinkLagAndTheCheckpointsAgeAreStillShownAndNothingOld() throws IOException {
        assertThat(text(Observed.withoutFlink()).lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrder(
                        "weir_unreachable_servers 0.0",
                        "weir_pipeline_wanted{pipeline=\"payments\"} 1.0",
                        "weir_pipeline_running{pipeline=\"payments\"} 0.0",
                        "weir_pipeline_checkpoint_age_seconds{pipeline=\"payments\"} 180.0",
                        "weir_stream_lag_records{pipeline=\"payments\",stream=\"payments\"} 300.0",
                        "weir_stream_lag_seconds{pipeline=\"payments\",stream=\"payments\"} 180.0");
    }

    @Test
    void docsListExactlyTheseMetricsWithTheirTypes() throws IOException {
        Set<String> shown = new TreeSet<>();
        Matcher type = TYPE.matcher(text(Observed.running()));
        while (type.find()) {
            shown.add(type.group(1) + " " + type.group(2));
        }

        assertThat(documented()).isEqualTo(shown);
    }

    /** The rows of the docs' table of the pipelines' endpoint. */
    private static Set<String> documented() throws IOException {
        String docs = Files.readString(Path.of("../docs/metrics.md"));
        String section = docs.substring(docs.indexOf("\n## Pipelines"), docs.indexOf("\n## Alerts"));
        Set<String> rows = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `(weir_\\w+)` \\| (\\w+)").matcher(section);
        while (row.find()) {
            rows.add(row.group(1) + " " + row.group(2));
        }
        return rows;
    }

    private static String text(PipelineObservation pipeline) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder()
                .build()
                .write(text, new PipelineMetrics().of(new Observation(Instant.EPOCH, List.of(pipeline), Map.of())));
        return text.toString(StandardCharsets.UTF_8);
    }
}
