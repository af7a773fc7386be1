package dev.weir.pipeline.observe;

import dev.weir.contract.LedgerEntry;
import dev.weir.pipeline.PipelineStatus;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobMetrics;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all pipelines of a journal: asks Flink for what happens within jobs, and Kafka for how far they are behind,
 * which so is known whether they run or not. What one server doesn't answer leaves the rest as it is. Not thread-safe.
 */
public final class PipelineObserver implements AutoCloseable {

    /** The accounts of what is read, which nobody looks for among the results. */
    private static final String LEDGER = LedgerEntry.TOPIC.replace('.', '$');

    private final Pipelines pipelines;
    private final Map<String, StreamLags> kafkas = new HashMap<>();

    public PipelineObserver(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /**
     * Looks at all pipelines.
     *
     * @param absent why servers needn't be asked that surely don't answer, by their address in the journal
     * @throws IOException if the journal can't be read
     */
    public Observation observe(Map<String, String> absent) throws IOException {
        Map<String, String> unreachable = new TreeMap<>();
        List<PipelineObservation> all = new ArrayList<>();
        for (PipelineStatus status : pipelines.list()) {
            all.add(observe(status, absent, unreachable));
        }
        return new Observation(Instant.now(), all, unreachable);
    }

    /**
     * What became of the events that a pipeline read, by stream.
     *
     * @return empty if Flink doesn't know its job
     */
    public static Map<String, Fates> fates(Pipelines pipelines, JobRecord job) throws ServerUnavailableException {
        Map<String, Fates> fates = new TreeMap<>();
        StreamNumbers.byStream(pipelines.metrics(job).map(JobMetrics::streams).orElse(List.of()))
                .forEach((stream, numbers) -> {
                    if (numbers.isRead()) {
                        fates.put(stream, numbers.fates());
                    }
                });
        return fates;
    }

    /**
     * Looks at one pipeline; what a server doesn't answer is left out.
     *
     * @return empty if the journal doesn't have it
     */
    public Optional<PipelineObservation> observe(String pipeline) throws IOException {
        for (PipelineStatus status : pipelines.list()) {
            if (status.pipeline().equals(pipeline)) {
                return Optional.of(observe(status, Map.of(), new TreeMap<>()));
            }
        }
        return Optional.empty();
    }

    private PipelineObservation observe(
            PipelineStatus status, Map<String, String> absent, Map<String, String> unreachable) {
        JobRecord record = status.record();
        for (String server : List.of(record.flink(), record.kafka())) {
            if (absent.containsKey(server)) {
                unreachable.put(server, absent.get(server));
            }
        }
        JobMetrics job = null;
        try {
            job = status.actual() == null && unreachable.containsKey(record.flink())
                    ? null
                    : pipelines.metrics(record).orElse(null);
        } catch (ServerUnavailableException e) {
            unreachable.put(record.flink(), e.getMessage());
        }
        Instant now = Instant.now();
        Map<String, StreamNumbers> numbers = StreamNumbers.byStream(job == null ? List.of() : job.streams());
        Set<String> sources = record.lineage().sources();
        Map<String, Lag> lags = lags(record, sources, unreachable);
        List<ReadStream> reads = new ArrayList<>();
        for (String stream : sources) {
            StreamNumbers known = numbers.get(stream);
            Lag lag = lags.get(stream);
            reads.add(
                    known != null && known.isRead()
                            ? known.read(stream, lag, now)
                            : new ReadStream(stream, lag, null, null, null, null, null));
        }
        List<WrittenStream> writes = new ArrayList<>();
        numbers.forEach((stream, known) -> {
            if (known.isWritten() && !stream.equals(LEDGER)) {
                writes.add(known.written(stream));
            }
        });
        return new PipelineObservation(status, job, checkpoint(job, status.lastState(), now), reads, writes);
    }

    private Map<String, Lag> lags(JobRecord job, Set<String> streams, Map<String, String> unreachable) {
        if (streams.isEmpty() || unreachable.containsKey(job.kafka())) {
            return Map.of();
        }
        try {
            return kafkas.computeIfAbsent(job.kafka(), StreamLags::new)
                    .of(WeirStreamTables.applicationId(job.pipeline(), job.environment()), streams, Instant.now());
        } catch (TimeoutException e) {
            unreachable.put(job.kafka(), "Kafka can't be reached at " + job.kafka() + ": is it up?");
        } catch (ExecutionException e) {
            unreachable.put(job.kafka(), "Kafka at " + job.kafka() + " doesn't tell the lag: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unreachable.put(job.kafka(), "Interrupted while asking Kafka at " + job.kafka() + ".");
        }
        return Map.of();
    }

    private static @Nullable CheckpointAge checkpoint(
            @Nullable JobMetrics job, @Nullable String lastState, Instant now) {
        JobMetrics.Checkpoint newest = job == null ? null : job.newest();
        if (newest != null) {
            return new CheckpointAge(Duration.between(newest.at(), now), newest.duration(), newest.bytes());
        }
        Instant written = written(lastState);
        return written == null ? null : new CheckpointAge(Duration.between(written, now), null, null);
    }

    private static @Nullable Instant written(@Nullable String state) {
        if (state == null || !state.startsWith("file:")) {
            return null;
        }
        try {
            return Files.getLastModifiedTime(Path.of(URI.create(state).getPath(), "_metadata"))
                    .toInstant();
        } catch (IOException e) { // Replaced by a newer one since it was found.
            return Instant.now();
        }
    }

    @Override
    public void close() {
        kafkas.values().forEach(StreamLags::close);
    }
}
