package dev.weir.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.job.TaskLoads;
import dev.weir.pipeline.job.TaskLoads.TaskLoad;
import dev.weir.pipeline.observe.Latency;
import dev.weir.pipeline.observe.Latency.Bucket;
import dev.weir.pipeline.observe.PipelineObservation;
import dev.weir.pipeline.observe.PipelineObserver;
import dev.weir.pipeline.observe.ReadStream;
import dev.weir.pipeline.observe.StreamLags;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** Runs steps of a load, and measures what the pipeline makes of them. Not thread-safe. */
public final class Meter implements AutoCloseable {

    private static final long PAUSE_MILLIS = 250;
    private static final int PAUSES_A_LOOK = 4;
    private static final double PART = 0.99;

    private final JobRecord job;
    private final Load load;
    private final Map<String, Long> processes;
    private final PipelineObserver observer;
    private final StreamLags lags;
    private final TaskLoads tasks;
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final double stepSeconds;
    private final double window;

    /**
     * @param processes the ids of those whose time on processors is measured, by name
     * @param commit how often the pipeline commits
     * @param step how long a step is; its first third isn't judged
     */
    public Meter(
            Pipelines pipelines,
            JobRecord job,
            Load load,
            Map<String, Long> processes,
            Duration commit,
            Duration step) {
        this.job = job;
        this.load = load;
        this.processes = Map.copyOf(processes);
        observer = new PipelineObserver(pipelines);
        lags = new StreamLags(job.kafka());
        tasks = new TaskLoads(URI.create(job.flink()));
        stepSeconds = step.toMillis() / 1000.0;
        window = Math.min(stepSeconds / 3, Math.max(1.5, 2.5 * commit.toMillis() / 1000.0));
    }

    /** What adds up since the job began, at one moment. */
    private record Sums(
            Load.Progress load,
            ProcessorTimes processors,
            @Nullable PipelineObservation pipeline) {}

    /** Runs a step at this rate; the load goes on afterwards. */
    public Step measure(long rate) throws LoadFailedException, IOException, InterruptedException {
        Backlog backlog = new Backlog(window);
        Looks looks = new Looks();
        long begin = System.nanoTime();
        double judgedFrom = stepSeconds / 3;
        Sums before = null;
        JobMetrics begun = metrics();
        load.start(rate);
        for (int i = 0; seconds(begin) < stepSeconds; i++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            double at = seconds(begin);
            backlog().ifPresent(records -> backlog.add(at, records));
            if (before == null && at >= judgedFrom) {
                judgedFrom = at;
                before = sums();
                machine.getCpuLoad();
            } else if (before != null && i % PAUSES_A_LOOK == 0) {
                look(looks);
            }
        }
        double end = seconds(begin);
        Sums after = sums();
        if (before == null) {
            before = after;
        }
        look(looks);
        double judged = Math.max(0.001, (after.processors.nanos() - before.processors.nanos()) / 1e9);
        return step(rate, judged, begun, before, after, backlog.after(judgedFrom), backlog.before(end), looks);
    }

    /** What is looked at again and again. */
    private static final class Looks {
        private final Map<String, List<TaskLoad>> tasks = new LinkedHashMap<>();
        private final List<Double> garbage = new ArrayList<>();
        private final List<Double> machine = new ArrayList<>();

        private static double mean(List<Double> numbers) {
            return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(-1);
        }

        private List<TaskLoad> meanTasks() {
            List<TaskLoad> means = new ArrayList<>();
            tasks.forEach((task, loads) -> means.add(new TaskLoad(
                    task,
                    mean(loads.stream().map(TaskLoad::busy).toList()),
                    mean(loads.stream().map(TaskLoad::heldBack).toList()),
                    mean(loads.stream().map(TaskLoad::idle).toList()))));
            return means;
        }
    }

    private void look(Looks looks) {
        try {
            tasks.of(JobID.fromHexString(job.jobId()))
                    .forEach(task -> looks.tasks
                            .computeIfAbsent(task.task(), unused -> new ArrayList<>())
                            .add(task));
            looks.garbage.add(tasks.garbageCollection());
        } catch (ServerUnavailableException e) {
            // A Flink that is too busy to answer is looked at again.
        }
        double busy = machine.getCpuLoad();
        if (busy >= 0) {
            looks.machine.add(busy * machine.getAvailableProcessors());
        }
    }

    private Step step(
            long rate,
            double judged,
            @Nullable JobMetrics begun,
            Sums before,
            Sums after,
            long first,
            long last,
            Looks looks) {
        JobMetrics ended = after.pipeline == null ? null : after.pipeline.job();
        boolean known = begun != null && ended != null;
        return new Step(
                rate,
                judged,
                (after.load.sent() - before.load.sent()) / judged,
                (after.load.due() - after.load.sent()) - (before.load.due() - before.load.sent()),
                (after.load.blockedNanos() - before.load.blockedNanos()) / (judged * 1e9 * load.threads()),
                first,
                last,
                known ? ended.completed() - begun.completed() : 0,
                known ? ended.failed() - begun.failed() : 0,
                ended == null || ended.newest() == null ? null : ended.newest().duration(),
                known ? ended.restarts() - begun.restarts() : 0,
                latency(before.pipeline, after.pipeline),
                looks.meanTasks(),
                Math.max(0, Looks.mean(looks.garbage)),
                after.processors.since(before.processors),
                Looks.mean(looks.machine));
    }

    private @Nullable JobMetrics metrics() throws IOException {
        return observer.observe(job.pipeline()).map(PipelineObservation::job).orElse(null);
    }

    private Sums sums() throws LoadFailedException, IOException {
        PipelineObservation pipeline = observer.observe(job.pipeline()).orElse(null);
        return new Sums(load.progress(), ProcessorTimes.of(processes), pipeline);
    }

    /** Of all events between two looks, of the stream where it took longest. */
    private static @Nullable Duration latency(
            @Nullable PipelineObservation before, @Nullable PipelineObservation after) {
        if (before == null || after == null) {
            return null;
        }
        Duration longest = null;
        for (ReadStream stream : after.reads()) {
            Latency then = before.reading(stream.stream())
                    .map(ReadStream::latency)
                    .filter(latency -> latency != null)
                    .findFirst()
                    .orElse(null);
            if (stream.latency() != null && then != null) {
                Duration took = between(then, stream.latency()).recent(PART).orElse(Duration.ZERO);
                longest = longest == null || took.compareTo(longest) > 0 ? took : longest;
            }
        }
        return longest;
    }

    private static Latency between(Latency before, Latency after) {
        Map<Double, Long> then = new TreeMap<>();
        before.buckets().forEach(bucket -> then.put(bucket.upToSeconds(), bucket.events()));
        return new Latency(
                after.buckets().stream()
                        .map(bucket -> {
                            long events = bucket.events() - then.getOrDefault(bucket.upToSeconds(), 0L);
                            return new Bucket(bucket.upToSeconds(), events, events);
                        })
                        .toList(),
                after.sum().minus(before.sum()));
    }

    /** Waits until all that was sent is in committed results. Returns whether it is. */
    public boolean drain(Duration longest) throws InterruptedException {
        long begin = System.nanoTime();
        while (seconds(begin) < longest.toSeconds()) {
            OptionalLong left = backlog();
            if (left.isPresent() && left.getAsLong() == 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    /** Empty if Kafka is too busy to tell. */
    private OptionalLong backlog() throws InterruptedException {
        try {
            String group = WeirStreamTables.applicationId(job.pipeline(), job.environment());
            return OptionalLong.of(lags.records(group, job.lineage().sources()));
        } catch (TimeoutException | ExecutionException e) {
            return OptionalLong.empty();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @Override
    public void close() {
        observer.close();
        lags.close();
    }
}
