package dev.weir.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** Where events are sent to. */
public interface Door {

    /**
     * What it answered.
     *
     * @param body JSON, as docs/http.md has it
     * @param retryAfter how long to wait before sending again what wasn't stored
     */
    record Reply(int status, JsonNode body, Duration retryAfter) {}

    /**
     * Sends events, one JSON object a line.
     *
     * @throws java.net.ConnectException if it can't be reached, so that surely nothing was stored
     * @throws IOException if no answer came, so that anything may be stored
     */
    Reply send(String lines) throws IOException, InterruptedException;
}
