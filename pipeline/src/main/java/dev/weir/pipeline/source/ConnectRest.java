package dev.weir.pipeline.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.job.ServerUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kafka Connect's REST API. Waits where a worker says that it is rebalancing. Safe to share between threads. */
final class ConnectRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration LONGEST_REBALANCE = Duration.ofSeconds(30);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final URI address;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    ConnectRest(URI address) {
        this.address = address;
    }

    URI address(String path) {
        return address.resolve(path);
    }

    /** Empty if Connect doesn't have what was asked for. */
    Optional<JsonNode> get(String path) throws ServerUnavailableException, ConflictException {
        return send("GET", path, null);
    }

    void put(String path, @Nullable Map<String, String> body) throws ServerUnavailableException, ConflictException {
        send("PUT", path, body == null ? null : json.valueToTree(body).toString());
    }

    void post(String path) throws ServerUnavailableException, ConflictException {
        send("POST", path, null);
    }

    void delete(String path) throws ServerUnavailableException, ConflictException {
        send("DELETE", path, null);
    }

    private Optional<JsonNode> send(String method, String path, @Nullable String body)
            throws ServerUnavailableException, ConflictException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        long deadline = System.nanoTime() + LONGEST_REBALANCE.toNanos();
        HttpResponse<String> response = send(request);
        while (response.statusCode() == CONFLICT && System.nanoTime() < deadline) {
            response = send(request);
        }
        if (response.statusCode() == NOT_FOUND && method.equals("GET")) {
            return Optional.empty();
        }
        if (response.statusCode() >= 500 || response.statusCode() == CONFLICT) {
            throw new ServerUnavailableException("Kafka Connect at " + address + " answered " + response.statusCode()
                    + " to " + method + " " + path + ": " + message(response.body()));
        }
        if (response.statusCode() >= 400) {
            throw new ConflictException("Kafka Connect refused: " + message(response.body()));
        }
        return Optional.of(read(response.body()));
    }

    private HttpResponse<String> send(HttpRequest request) throws ServerUnavailableException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == CONFLICT) {
                TimeUnit.MILLISECONDS.sleep(300);
            }
            return response;
        } catch (IOException e) {
            throw new ServerUnavailableException("Kafka Connect can't be reached at " + address + ": is it up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while asking Kafka Connect at " + address + ".", e);
        }
    }

    private JsonNode read(String body) throws ServerUnavailableException {
        try {
            return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ServerUnavailableException("What answers at " + address + " isn't Kafka Connect: no JSON.", e);
        }
    }

    private String message(String body) throws ServerUnavailableException {
        String message =
                body.strip().startsWith("{") ? read(body).path("message").asText(body) : body;
        return message.length() > 1_000 ? message.substring(0, 1_000) + "…" : message;
    }
}
