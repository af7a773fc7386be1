package dev.weir.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.gateway.http.EventOutcome.NotStored;
import dev.weir.gateway.http.EventOutcome.Stored;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An answer to be sent.
 *
 * @param body JSON
 */
record Answer(int status, String mediaType, byte[] body) {

    static final String JSON_TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String RETRY_AFTER_SECONDS = "1";

    /** Writes the members of an object that is open. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static Answer json(int status, Members members) {
        return of(status, JSON_TYPE, members);
    }

    static Answer of(Problem problem) {
        return of(problem.status(), Problem.MEDIA_TYPE, problem::writeMembers);
    }

    /**
     * @param outcomes of all events of a request, in its order; at least one
     * @param batch whether the request could have carried several, so that each has its own answer
     */
    static Answer of(List<EventOutcome> outcomes, boolean batch) {
        int status = outcomes.get(0).status();
        int stored = 0;
        boolean mixed = false;
        for (EventOutcome outcome : outcomes) {
            mixed |= outcome.status() != status;
            stored += outcome instanceof Stored ? 1 : 0;
        }
        int storedCount = stored;
        if (mixed) {
            return json(207, json -> writeEvents(json, outcomes, storedCount, true));
        }
        if (outcomes.get(0) instanceof NotStored first) {
            return of(status, Problem.MEDIA_TYPE, json -> {
                first.problem().writeMembers(json);
                if (batch) {
                    writeEvents(json, outcomes, 0, true);
                }
            });
        }
        return json(200, json -> writeEvents(json, outcomes, storedCount, false));
    }

    private static void writeEvents(JsonGenerator json, List<EventOutcome> outcomes, int stored, boolean withStatus)
            throws IOException {
        json.writeNumberField("stored", stored);
        json.writeNumberField("refused", outcomes.size() - stored);
        json.writeArrayFieldStart("events");
        for (EventOutcome outcome : outcomes) {
            json.writeStartObject();
            if (outcome instanceof Stored position) {
                if (withStatus) {
                    json.writeNumberField("status", position.status());
                }
                json.writeNumberField("partition", position.partition());
                json.writeNumberField("offset", position.offset());
            } else if (outcome instanceof NotStored notStored) {
                notStored.problem().writeMembers(json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Answer of(int status, String mediaType, Members members) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        }
        return new Answer(status, mediaType, body.toByteArray());
    }

    /** Must be called on the response's event loop; does nothing if the client is gone or was answered. */
    void sendTo(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.end(Buffer.buffer(body));
    }
}
