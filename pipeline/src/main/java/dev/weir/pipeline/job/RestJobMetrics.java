package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.weir.pipeline.job.JobMetrics.Checkpoint;
import dev.weir.pipeline.job.JobMetrics.StreamMetric;
import dev.weir.streams.StreamMetrics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** Reads a job's numbers over Flink's REST API. */
final class RestJobMetrics {

    /** {@code <operator>.weir.stream.<stream>.<name>}; the stream's dots were replaced. */
    private static final Pattern STREAM = Pattern.compile("(.*?)(?:\\.user)?\\.weir\\.stream\\.([^.]+)\\.(.+)");

    private static final String READ = "read";
    private static final String FLINK_WATERMARK = ".currentOutputWatermark";
    /** Flink takes a request's first line up to 4096 characters. */
    private static final int LONGEST_QUERY = 3_000;

    private final FlinkRest rest;

    RestJobMetrics(FlinkRest rest) {
        this.rest = rest;
    }

    /** Empty if Flink doesn't know the job. */
    Optional<JobMetrics> read(JobID id) throws ServerUnavailableException {
        String path = "/jobs/" + id;
        JsonNode job = rest.get(path).orElse(null);
        if (job == null) {
            return Optional.empty();
        }
        List<StreamMetric> streams = new ArrayList<>();
        for (JsonNode vertex : job.path("vertices")) {
            streams.addAll(streams(path + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics"));
        }
        JsonNode checkpoints = rest.get(path + "/checkpoints").orElse(NullNode.instance);
        return Optional.of(new JobMetrics(
                restarts(path),
                checkpoints.at("/counts/completed").asLong(),
                checkpoints.at("/counts/failed").asLong(),
                newest(checkpoints.at("/latest/completed")),
                streams));
    }

    private long restarts(String path) throws ServerUnavailableException {
        return rest.get(path + "/metrics?get=numRestarts")
                .map(metrics -> metrics.path(0).path("value").asLong())
                .orElse(0L);
    }

    private static @Nullable Checkpoint newest(JsonNode checkpoint) {
        if (!checkpoint.isObject()) {
            return null;
        }
        long duration = checkpoint.path("end_to_end_duration").asLong();
        return new Checkpoint(
                Instant.ofEpochMilli(checkpoint.path("trigger_timestamp").asLong() + duration),
                Duration.ofMillis(duration),
                checkpoint.path("state_size").asLong());
    }

    private List<StreamMetric> streams(String path) throws ServerUnavailableException {
        Map<String, StreamMetric> wanted = new HashMap<>();
        for (JsonNode metric : rest.get(path).orElse(NullNode.instance)) {
            String id = metric.path("id").asText();
            Matcher stream = STREAM.matcher(id);
            if (stream.matches()) {
                wanted.put(id, new StreamMetric(stream.group(2), stream.group(3), 0));
                if (stream.group(3).equals(READ)) {
                    wanted.put(
                            stream.group(1) + FLINK_WATERMARK,
                            new StreamMetric(stream.group(2), JobMetrics.WATERMARK, 0));
                }
            }
        }
        List<StreamMetric> found = new ArrayList<>();
        for (String query : queries(wanted.keySet())) {
            for (JsonNode metric :
                    rest.get(path + "?agg=sum,min,max&get=" + query).orElse(NullNode.instance)) {
                StreamMetric known = wanted.get(metric.path("id").asText());
                if (known != null) {
                    found.add(new StreamMetric(
                            known.stream(),
                            known.name(),
                            metric.path(aggregate(known.name())).asDouble()));
                }
            }
        }
        return found;
    }

    /** How a job's number comes of its subtasks'. */
    private static String aggregate(String name) {
        return switch (name) {
            case JobMetrics.WATERMARK -> "min";
            case StreamMetrics.REGISTRY_WAIT -> "max";
            default -> "sum";
        };
    }

    private static List<String> queries(Iterable<String> ids) {
        List<String> queries = new ArrayList<>();
        StringBuilder query = new StringBuilder();
        for (String id : ids) {
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
            if (query.length() + encoded.length() > LONGEST_QUERY) {
                queries.add(query.toString());
                query.setLength(0);
            }
            query.append(query.isEmpty() ? "" : ",").append(encoded);
        }
        if (!query.isEmpty()) {
            queries.add(query.toString());
        }
        return queries;
    }
}
