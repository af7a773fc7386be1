package dev.weir.pipeline.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.source.SourceStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Connectors of a Kafka Connect, each named {@code <pipeline>.<source>}. */
final class Connectors {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration RESTART = Duration.ofSeconds(10);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);
    private static final String ALL = "/connectors?expand=status&expand=info";

    private final ConnectRest connect;

    Connectors(ConnectRest connect) {
        this.connect = connect;
    }

    /** What can be seen of each, by connector. */
    Map<String, SourceStatus> status() throws ServerUnavailableException, ConflictException {
        Map<String, SourceStatus> all = new LinkedHashMap<>();
        JsonNode answer = connect.get(ALL).orElseThrow();
        List<String> names = new ArrayList<>();
        answer.fieldNames().forEachRemaining(names::add);
        names.stream()
                .filter(name -> name.contains("."))
                .sorted()
                .forEach(name -> all.put(name, status(name, answer.get(name))));
        return all;
    }

    private static SourceStatus status(String connector, JsonNode node) {
        String pipeline = connector.substring(0, connector.indexOf('.'));
        String source = connector.substring(connector.indexOf('.') + 1);
        String slot =
                node.path("info").path("config").path(ConnectorSettings.SLOT).asText("");
        JsonNode status = node.path("status");
        List<JsonNode> parts = new ArrayList<>();
        parts.add(status.path("connector"));
        status.path("tasks").forEach(parts::add);
        for (JsonNode part : parts) {
            if (part.path("state").asText().equals("FAILED")) {
                String words = SourceFailure.words(part.path("trace").asText(), slot, source);
                return new SourceStatus(pipeline, source, State.FAILED, words);
            }
        }
        if (List.of("STOPPED", "PAUSED")
                .contains(status.path("connector").path("state").asText())) {
            return new SourceStatus(pipeline, source, State.STOPPED, null);
        }
        boolean running = parts.size() > 1
                && parts.stream().allMatch(part -> part.path("state").asText().equals("RUNNING"));
        return new SourceStatus(pipeline, source, running ? State.RUNNING : State.STARTING, null);
    }

    /** Its settings; empty if there is none of that name. */
    Map<String, String> settings(String connector) throws ServerUnavailableException, ConflictException {
        Map<String, String> settings = new LinkedHashMap<>();
        connect.get(path(connector) + "/config")
                .ifPresent(config -> config.properties()
                        .forEach(entry ->
                                settings.put(entry.getKey(), entry.getValue().asText())));
        return settings;
    }

    /** Whether a class of that name can be loaded as a connector. */
    boolean has(String connectorClass) throws ServerUnavailableException, ConflictException {
        for (JsonNode plugin : connect.get("/connector-plugins").orElseThrow()) {
            if (plugin.path("class").asText().equals(connectorClass)) {
                return true;
            }
        }
        return false;
    }

    /** Makes it or gives it new settings; what failed is started again. Waits until it runs or has failed. */
    SourceStatus apply(String connector, Map<String, String> settings)
            throws ServerUnavailableException, ConflictException {
        Map<String, String> before = settings(connector);
        Map<String, String> wanted = new LinkedHashMap<>(settings);
        wanted.put("name", connector);
        if (!before.equals(wanted)) {
            connect.put(path(connector) + "/config", wanted);
        }
        connect.put(path(connector) + "/resume", null);
        boolean failed = !before.isEmpty() && status().get(connector).state() == State.FAILED;
        if (failed) {
            connect.post(path(connector) + "/restart?includeTasks=true&onlyFailed=true");
        }
        // What failed before is shown until it has been started again, so it counts only if it stays.
        long believed = System.nanoTime() + (failed ? RESTART.toNanos() : 0);
        return await(
                connector,
                status -> status.state() == State.RUNNING
                        || (status.state() == State.FAILED && System.nanoTime() > believed));
    }

    /** Stops it and forgets how far it has read. */
    void forgetPosition(String connector) throws ServerUnavailableException, ConflictException {
        stop(connector);
        connect.delete(path(connector) + "/offsets");
    }

    /** Whether it stands still without a position, as after {@link #forgetPosition}. */
    boolean isForgotten(String connector) throws ServerUnavailableException, ConflictException {
        return connect.get(path(connector) + "/offsets")
                .map(offsets -> offsets.path("offsets").isEmpty())
                .orElse(true);
    }

    void stop(String connector) throws ServerUnavailableException, ConflictException {
        connect.put(path(connector) + "/stop", null);
        await(connector, status -> status.state() == State.STOPPED);
    }

    void delete(String connector) throws ServerUnavailableException, ConflictException {
        connect.delete(path(connector));
    }

    private SourceStatus await(String connector, Predicate<SourceStatus> enough)
            throws ServerUnavailableException, ConflictException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            SourceStatus status = status().get(connector);
            if (status != null && (enough.test(status) || System.nanoTime() > deadline)) {
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new ServerUnavailableException("Kafka Connect doesn't show the connector '" + connector + "'.");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(PROBE_INTERVAL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerUnavailableException("Interrupted while waiting for '" + connector + "'.", e);
            }
        }
    }

    URI address(String connector) {
        return connect.address(path(connector));
    }

    private static String path(String connector) {
        return "/connectors/" + connector;
    }
}
