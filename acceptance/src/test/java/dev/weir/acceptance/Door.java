package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;

/** The gateway's HTTP door to one stream. */
final class Door {

    private static final int BATCH = 1_000;

    private final URI stream;

    Door(Weir weir, String stream) {
        this.stream = URI.create(weir.gateway() + "/streams/" + stream);
    }

    /** Sends events as NDJSON, in order, and fails unless every one is stored. */
    void send(List<ObjectNode> events) {
        for (int from = 0; from < events.size(); from += BATCH) {
            String body = events.subList(from, Math.min(events.size(), from + BATCH)).stream()
                    .map(JsonNode::toString)
                    .collect(Collectors.joining("\n"));
            HttpResponse<String> answer = post("application/x-ndjson", HttpRequest.BodyPublishers.ofString(body));
            if (answer.statusCode() != 200) {
                throw new AssertionError("the door answered " + answer.statusCode() + ": " + answer.body());
            }
        }
    }

    /** Whether the gateway has heard of the stream: a contract reaches it through Kafka, a moment after it is published. */
    boolean isOpen() {
        return post("application/x-ndjson", HttpRequest.BodyPublishers.noBody()).statusCode() != 404;
    }

    HttpResponse<String> post(String contentType, HttpRequest.BodyPublisher body) {
        return Http.send(HttpRequest.newBuilder(stream)
                .header("content-type", contentType)
                .POST(body)
                .build());
    }
}
