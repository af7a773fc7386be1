package dev.weir.cli.metrics;

import dev.weir.pipeline.PipelineStatus;
import dev.weir.pipeline.job.ClusterJobState;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.observe.CheckpointAge;
import dev.weir.pipeline.observe.Fates;
import dev.weir.pipeline.observe.Lag;
import dev.weir.pipeline.observe.Latency;
import dev.weir.pipeline.observe.Latency.Bucket;
import dev.weir.pipeline.observe.PipelineObservation;
import dev.weir.pipeline.observe.ReadStream;
import dev.weir.pipeline.observe.WrittenStream;
import dev.weir.pipeline.plan.Lineage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipelines of tests. */
public final class Observed {

    private Observed() {}

    public static JobRecord record(String jobId, @Nullable String startedFrom) {
        return new JobRecord(
                "payments",
                "/projects/payments",
                "local",
                "127.0.0.1:7092",
                "http://127.0.0.1:7081",
                "http://127.0.0.1:7088",
                "file:///checkpoints",
                jobId,
                JobRecord.State.RUNNING,
                startedFrom,
                null,
                false,
                "fingerprint",
                Lineage.NONE,
                0,
                null);
    }

    /** A pipeline that has read ten payments, of which two are dead, and is three behind. */
    public static PipelineObservation running() {
        return waiting(Duration.ZERO);
    }

    /** The same pipeline, which has been waiting for the registry for so long. */
    public static PipelineObservation waiting(Duration registryWait) {
        Fates fates = new Fates(1_010, 1_000, 5, 3, 2, Map.of("RULE", 1L, "MALFORMED", 1L));
        Latency latency = new Latency(
                List.of(
                        new Bucket(0.1, 700, 5),
                        new Bucket(0.25, 300, 5),
                        new Bucket(1, 0, 0),
                        new Bucket(Latency.UNBOUNDED, 5, 0)),
                Duration.ofMillis(150_000));
        return new PipelineObservation(
                new PipelineStatus(record("a1", null), ClusterJobState.RUNNING, null, null),
                new JobMetrics(2, 40, 1, null, List.of()),
                new CheckpointAge(Duration.ofMillis(400), Duration.ofMillis(35), 20_480L),
                List.of(new ReadStream(
                        "payments",
                        new Lag(3, Duration.ofMillis(1_500)),
                        fates,
                        10.0,
                        registryWait,
                        Duration.ofSeconds(31),
                        latency)),
                List.of(new WrittenStream("spending", 990, 9.5, 40, Duration.ofMillis(400))));
    }

    /** The same pipeline while Flink doesn't answer. */
    public static PipelineObservation withoutFlink() {
        return new PipelineObservation(
                new PipelineStatus(record("a1", null), null, null, "Flink can't be reached."),
                null,
                new CheckpointAge(Duration.ofMinutes(3), null, null),
                List.of(new ReadStream("payments", new Lag(300, Duration.ofMinutes(3)), null, null, null, null, null)),
                List.of());
    }
}
