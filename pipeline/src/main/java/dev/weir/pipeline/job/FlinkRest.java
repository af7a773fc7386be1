package dev.weir.pipeline.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** JSON over Flink's REST API. Safe to share between threads. */
final class FlinkRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI address;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    FlinkRest(URI address) {
        this.address = address;
    }

    /** Empty if Flink doesn't have what was asked for. */
    Optional<JsonNode> get(String path) throws ServerUnavailableException {
        return answer(request(path).GET().build());
    }

    Optional<JsonNode> post(String path, Object body) throws ServerUnavailableException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.valueToTree(body).toString()))
                .build());
    }

    Optional<JsonNode> patch(String path) throws ServerUnavailableException {
        return answer(request(path).method("PATCH", BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
    }

    private Optional<JsonNode> answer(HttpRequest request) throws ServerUnavailableException {
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ServerUnavailableException("Flink can't be reached at " + address + ": is it up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while asking Flink at " + address + ".", e);
        }
        // Not every handler answers 404 for a job that Flink doesn't know.
        if (response.statusCode() == 404
                || (response.statusCode() >= 400 && response.body().contains("JobNotFoundException"))) {
            return Optional.empty();
        }
        if (response.statusCode() >= 400) {
            throw new ServerUnavailableException("Flink at " + address + " answered " + response.statusCode() + " to "
                    + request.method() + " " + request.uri().getPath() + ": " + firstLine(response.body()));
        }
        try {
            return Optional.of(json.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new ServerUnavailableException("What answers at " + address + " isn't Flink: no JSON.", e);
        }
    }

    static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 500 ? line.substring(0, 500) + "…" : line;
    }
}
