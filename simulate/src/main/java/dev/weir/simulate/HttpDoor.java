package dev.weir.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts events of one stream. Thread-safe; each thread has a connection of its own. */
final class HttpDoor {

    /**
     * @param body what the door says
     * @param retryAfter how long it wants to be left alone
     */
    record Answer(int status, JsonNode body, Duration retryAfter) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI stream;
    private final @Nullable String key;

    HttpDoor(URI stream, @Nullable String key) {
        this.stream = stream;
        this.key = key;
    }

    Answer post(List<String> lines) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stream)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                json(answer.body()),
                Duration.ofSeconds(answer.headers()
                        .firstValue("Retry-After")
                        .filter(text -> text.matches("[0-9]{1,3}"))
                        .map(Long::parseLong)
                        .orElse(0L)));
    }

    private static JsonNode json(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("what answered isn't Weir's door: no JSON came", e);
        }
    }
}
