package dev.weir.cli.metrics;

import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.observe.CheckpointAge;
import dev.weir.pipeline.observe.Fates;
import dev.weir.pipeline.observe.Lag;
import dev.weir.pipeline.observe.Latency;
import dev.weir.pipeline.observe.Observation;
import dev.weir.pipeline.observe.PipelineObservation;
import dev.weir.pipeline.observe.ReadStream;
import dev.weir.pipeline.observe.WrittenStream;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Observations as metrics of Prometheus; docs/metrics.md says what each means. Not thread-safe. */
final class PipelineMetrics {

    private static final String PIPELINE = "pipeline";
    private static final String STREAM = "stream";

    private final RisingCounts rising = new RisingCounts();

    /** What isn't known is left out, so that nobody takes an old value for today's. */
    MetricSnapshots of(Observation observation) {
        Families all = new Families();
        all.gauge(
                "weir_unreachable_servers",
                "Servers that were asked for these numbers and didn't answer.",
                observation.unreachable().size(),
                Labels.EMPTY);
        for (PipelineObservation pipeline : observation.pipelines()) {
            job(all, pipeline);
            pipeline.reads().forEach(stream -> read(all, pipeline.status().record(), stream));
            pipeline.writes().forEach(stream -> written(all, pipeline.pipeline(), stream));
        }
        return all.snapshots();
    }

    private static void job(Families all, PipelineObservation pipeline) {
        Labels labels = Labels.of(PIPELINE, pipeline.pipeline());
        JobRecord record = pipeline.status().record();
        all.gauge("weir_pipeline_wanted", "1 if the pipeline shall run, else 0.", record.shouldRun() ? 1 : 0, labels);
        boolean running = pipeline.status().actual() == ClusterJobState.RUNNING;
        all.gauge("weir_pipeline_running", "1 if Flink says that its job runs, else 0.", running ? 1 : 0, labels);
        JobMetrics job = pipeline.job();
        if (job != null) {
            all.counter(
                    "weir_pipeline_restarts",
                    "How often Flink has restarted the job since it was submitted.",
                    job.restarts(),
                    labels);
            String checkpoints = "Checkpoints since the job was submitted, by outcome.";
            all.counter("weir_pipeline_checkpoints", checkpoints, job.completed(), labels.add("outcome", "completed"));
            all.counter("weir_pipeline_checkpoints", checkpoints, job.failed(), labels.add("outcome", "failed"));
        }
        CheckpointAge checkpoint = pipeline.checkpoint();
        if (checkpoint != null) {
            all.gauge(
                    "weir_pipeline_checkpoint_age_seconds",
                    "Since the newest checkpoint or savepoint was complete.",
                    seconds(checkpoint.age()),
                    labels);
            seconds(
                    all,
                    "weir_pipeline_checkpoint_duration_seconds",
                    "What the newest checkpoint took from its trigger until it was complete.",
                    checkpoint.duration(),
                    labels);
            if (checkpoint.bytes() != null) {
                all.gauge(
                        "weir_pipeline_checkpoint_size_bytes",
                        "The state that the newest checkpoint refers to.",
                        checkpoint.bytes(),
                        labels);
            }
        }
    }

    private void read(Families all, JobRecord job, ReadStream stream) {
        Labels labels = Labels.of(PIPELINE, job.pipeline(), STREAM, stream.stream());
        Lag lag = stream.lag();
        if (lag != null) {
            all.gauge(
                    "weir_stream_lag_records",
                    "Records of the stream that committed results don't contain yet.",
                    lag.records(),
                    labels);
            seconds(
                    all,
                    "weir_stream_lag_seconds",
                    "Since the oldest of these records was appended; 0 if there is none.",
                    lag.behind(),
                    labels);
        }
        seconds(
                all,
                "weir_stream_registry_wait_seconds",
                "How long it has been waiting for the schema registry; 0 if it isn't.",
                stream.registryWait(),
                labels);
        seconds(
                all,
                "weir_stream_watermark_delay_seconds",
                "How far complete event time is behind the clock.",
                stream.watermarkDelay(),
                labels);
        Fates fates = stream.fates();
        if (fates != null) {
            fates(all, job, fates, stream.stream(), labels);
        }
        Latency latency = stream.latency();
        if (latency != null) {
            all.histogram(
                    "weir_stream_latency_seconds",
                    "From an event's append until the checkpoint with its results was complete.",
                    ClassicHistogramBuckets.of(
                            latency.buckets().stream()
                                    .map(Latency.Bucket::upToSeconds)
                                    .toList(),
                            latency.buckets().stream()
                                    .map(Latency.Bucket::events)
                                    .toList()),
                    seconds(latency.sum()),
                    labels);
        }
    }

    private void fates(Families all, JobRecord job, Fates fates, String stream, Labels labels) {
        fate(all, job, stream, "on_time", fates.onTime(), labels);
        fate(all, job, stream, "late", fates.late(), labels);
        fate(all, job, stream, "duplicate", fates.repeated(), labels);
        fate(all, job, stream, "dead", fates.dead(), labels);
        fates.deadByReason()
                .forEach((reason, events) -> all.counter(
                        "weir_stream_dead_letters",
                        "Dead events by the reason for which they are.",
                        rising.value(job, stream + " dead " + reason, events),
                        labels.add("reason", reason)));
    }

    private void fate(Families all, JobRecord job, String stream, String fate, long events, Labels labels) {
        all.counter(
                "weir_stream_events_read",
                "Events read, by what became of them.",
                rising.value(job, stream + ' ' + fate, events),
                labels.add("fate", fate));
    }

    private static void written(Families all, String pipeline, WrittenStream stream) {
        Labels labels = Labels.of(PIPELINE, pipeline, STREAM, stream.stream());
        all.counter(
                "weir_stream_rows_written",
                "Rows written since the job was started, those of open transactions included.",
                stream.rows(),
                labels);
        all.summary(
                "weir_stream_commit_duration_seconds",
                "What the commits of transactions took.",
                stream.commits(),
                seconds(stream.commitTime()),
                labels);
    }

    private static void seconds(Families all, String name, String help, @Nullable Duration value, Labels labels) {
        if (value != null) {
            all.gauge(name, help, seconds(value), labels);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
