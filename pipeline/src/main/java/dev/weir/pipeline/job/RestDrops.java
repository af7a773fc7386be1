package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;

/** Reads over Flink's REST API how many late records a job's operators have dropped. */
final class RestDrops {

    /** As windows, {@code OVER} and {@code MATCH_RECOGNIZE} name it; window joins have one for each side. */
    private static final Pattern DROPPED = Pattern.compile("(.+)\\.(?:(?:left|right)N|n)umLateRecordsDropped");

    private final FlinkRest rest;

    RestDrops(FlinkRest rest) {
        this.rest = rest;
    }

    /** Empty if Flink doesn't know the job. */
    Optional<Map<String, Long>> read(JobID id) throws ServerUnavailableException {
        String path = "/jobs/" + id;
        JsonNode job = rest.get(path).orElse(null);
        if (job == null) {
            return Optional.empty();
        }
        Map<String, Long> drops = new TreeMap<>();
        for (JsonNode vertex : job.path("vertices")) {
            String metrics = path + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
            for (JsonNode metric : rest.get(metrics).orElse(NullNode.instance)) {
                String name = metric.path("id").asText();
                Matcher dropped = DROPPED.matcher(name);
                if (dropped.matches()) {
                    drops.merge(dropped.group(1), sum(metrics, name), Long::sum);
                }
            }
        }
        return Optional.of(drops);
    }

    private long sum(String metrics, String name) throws ServerUnavailableException {
        String query = "?agg=sum&get=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        JsonNode sum =
                rest.get(metrics + query).orElse(NullNode.instance).path(0).path("sum");
        if (!sum.isNumber()) {
            throw new ServerUnavailableException("Flink doesn't say how much " + name + " is.");
        }
        return Math.round(sum.asDouble());
    }
}
