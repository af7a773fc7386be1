package dev.weir.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.contract.event.RecordRejectedException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request or an event isn't stored, as RFC 9457 has it.
 *
 * @param code stable; docs/http.md lists them
 * @param detail what was wrong and what to do, never what the event contains
 * @param refusal where in the event, null if it isn't about a place in one
 */
record Problem(
        int status,
        String code,
        String title,
        String detail,
        @Nullable RecordRejectedException refusal) {

    static final String MEDIA_TYPE = "application/problem+json";

    Problem(int status, String code, String title, String detail) {
        this(status, code, title, detail, null);
    }

    static Problem of(RecordRejectedException refusal) {
        int status = switch (refusal.code()) {
            case MALFORMED -> 400;
            case TOO_LARGE -> 413;
            case WRONG_SCHEMA, FUTURE, MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE, OUT_OF_RANGE, RULE, TOMBSTONE -> 422;
        };
        return new Problem(
                status,
                refusal.code().name(),
                "The event doesn't fit the stream's contract",
                refusal.getMessage() + ". It is not stored.",
                refusal);
    }

    static Problem tooLarge(String detail) {
        return new Problem(413, "TOO_LARGE", "Larger than the door takes", detail);
    }

    /** @param what it does before it can answer */
    static Problem starting(String what) {
        return new Problem(
                503,
                "STARTING",
                "The door doesn't know all it needs yet",
                what + ". Not stored. Send it again after the time in Retry-After.");
    }

    /** Nothing of what this is about was stored. */
    static Problem busy() {
        return new Problem(
                503,
                "BUSY",
                "Kafka is slow or can't be reached",
                "Not stored. Send it again after the time in Retry-After.");
    }

    /** @param identified whether the stream's contract declares an identity, by which a repeat is dropped */
    static Problem unknownOutcome(boolean identified) {
        return identified
                ? new Problem(
                        503,
                        "UNKNOWN_SAFE_TO_REPEAT",
                        "Unknown, safe to repeat",
                        "Kafka didn't acknowledge in time. The event may be stored or not; send it again, a repeat is"
                                + " dropped by the identity that the contract declares.")
                : new Problem(
                        503,
                        "UNKNOWN_MAY_BE_STORED",
                        "Unknown, may be stored",
                        "Kafka didn't acknowledge in time. The event may be stored or not; the contract declares no"
                                + " identity, so sending it again may store it twice.");
    }

    /** Writes the members into an object that is open. */
    void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField(
                "type", "urn:weir:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("code", code);
        json.writeStringField("detail", detail);
        if (refusal != null) {
            json.writeStringField("path", refusal.path());
            json.writeStringField("expected", refusal.expected());
            json.writeStringField("found", refusal.found());
        }
    }
}
