package dev.weir.acceptance;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which windows {@code pipelines/maintenance-alerts} must give as alerts: by the model and the limit that come with it, in a plain loop over the
 * rows of {@code machine_features}, each scored by itself.
 */
final class ExpectedAlerts implements AutoCloseable {

    private static final List<String> INPUTS = List.of(
            "vibration_rms", "vibration_max", "temperature_avg", "bearing_hours", "lubrication_hours", "filter_hours");
    private static final Pattern LIMIT = Pattern.compile("alarm_from => CAST\\(([0-9.]+) AS DOUBLE\\)");
    private static final Pattern AWAY = Pattern.compile("(.* is .*), ([-+][0-9.]+) deviations from .*");

    /** Scores are computed as 4-byte floats. */
    private static final double ROUNDED = 1e-5;

    private record Alert(double failure, JsonNode window) {}

    private final double limit;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** @param project the folder of the pipeline */
    ExpectedAlerts(Path project) throws IOException, OrtException {
        Matcher sql = LIMIT.matcher(Files.readString(project.resolve("pipeline.sql")));
        if (!sql.find()) {
            throw new AssertionError("no limit in the SQL of " + project);
        }
        limit = Double.parseDouble(sql.group(1));
        session = environment.createSession(
                project.resolve("models/bearing_risk/1.onnx").toString());
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /** The names of windows that must be alerts: one that was and isn't any more, since it was corrected, stays one. */
    Set<String> names(List<JsonNode> revisions) throws OrtException {
        return of(revisions).keySet();
    }

    /**
     * What is otherwise, a sentence each; at most ten.
     *
     * @param revisions all rows of {@code machine_features}; those of one window in their order
     * @param alerts the newest of each key
     */
    List<String> differences(List<JsonNode> revisions, Collection<JsonNode> alerts) throws OrtException {
        Map<String, Alert> expected = of(revisions);
        List<String> differences = new ArrayList<>();
        Set<String> missing = new TreeSet<>(expected.keySet());
        for (JsonNode alert : alerts) {
            String name = name(alert);
            missing.remove(name);
            Alert ours = expected.get(name);
            if (ours == null) {
                differences.add(name + " is an alert and must be none: " + alert);
            } else if (!alert.get("model_version").asText().equals("1")
                    || Math.abs(alert.get("failure").asDouble() - ours.failure()) > ROUNDED) {
                differences.add(name + " must have failure " + ours.failure() + " of version 1: " + alert);
            } else if (!areReasons(alert.get("reasons"), ours.window())) {
                differences.add(name + " has other reasons than " + ours.window() + ": " + alert);
            }
        }
        missing.forEach(name -> differences.add(name + " must be an alert"));
        return differences.stream().limit(10).toList();
    }

    private Map<String, Alert> of(List<JsonNode> revisions) throws OrtException {
        Map<String, Alert> alerts = new LinkedHashMap<>();
        for (JsonNode row : revisions) {
            boolean known = INPUTS.stream().noneMatch(input -> row.get(input).isNull());
            if (row.get("minutes").asInt() == 10 && known) {
                double failure = failure(row);
                if (failure >= limit) {
                    alerts.put(name(row), new Alert(failure, row));
                }
            }
        }
        return alerts;
    }

    private double failure(JsonNode row) throws OrtException {
        float[][] inputs = new float[1][INPUTS.size()];
        for (int i = 0; i < INPUTS.size(); i++) {
            inputs[0][i] = (float) row.get(INPUTS.get(i)).asDouble();
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, inputs);
                OrtSession.Result result = session.run(Map.of("input", tensor))) {
            float[][] scores = (float[][]) result.get("failure").orElseThrow().getValue();
            return scores[0][0];
        }
    }

    /** Says what the inputs are, each once, and the furthest from normal first. What is normal depends on the order of what arrives. */
    private static boolean areReasons(JsonNode reasons, JsonNode window) {
        Set<String> possible = new HashSet<>();
        INPUTS.forEach(input -> possible.add(String.format(
                Locale.ROOT, "%s is %.2f", input, window.get(input).asDouble())));
        double before = Double.MAX_VALUE;
        for (JsonNode reason : reasons) {
            Matcher parts = AWAY.matcher(reason.asText());
            if (!parts.matches() || !possible.remove(parts.group(1))) {
                return false;
            }
            double away = Math.abs(Double.parseDouble(parts.group(2)));
            if (away > before) {
                return false;
            }
            before = away;
        }
        return true;
    }

    private static String name(JsonNode row) {
        return row.get("sensor_id").asText() + "/" + row.get("window_start").asLong();
    }
}
