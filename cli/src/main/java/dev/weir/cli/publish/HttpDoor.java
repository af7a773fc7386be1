package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The door over HTTP. */
public final class HttpDoor implements Door {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI stream;
    private final @Nullable String key;

    /**
     * @param stream where its events are posted
     * @param key an API key; null for none
     */
    public HttpDoor(URI stream, @Nullable String key) {
        this.stream = stream;
        this.key = key;
    }

    @Override
    public Reply send(String lines) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stream)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    answer.statusCode(),
                    json(answer.body()),
                    Duration.ofSeconds(answer.headers()
                            .firstValue("Retry-After")
                            .filter(text -> text.matches("[0-9]{1,5}"))
                            .map(Long::parseLong)
                            .orElse(1L)));
        } catch (HttpConnectTimeoutException e) {
            ConnectException unreachable = new ConnectException("no connection within " + CONNECT.toSeconds() + " s");
            unreachable.initCause(e);
            throw unreachable;
        }
    }

    private static JsonNode json(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("What answered isn't Weir's door: no JSON came", e);
        }
    }
}
