package dev.weir.gateway.http;

import dev.weir.contract.SchemaFormat;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.gateway.http.ParsedEvent.Accepted;
import dev.weir.gateway.http.ParsedEvent.Refused;
import dev.weir.gateway.stream.ServedStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a body may be, by its content type. */
enum BodyFormat {
    /** One object, or an array of objects. */
    JSON(List.of("application/json")),
    /** One object a line. */
    NDJSON(List.of("application/x-ndjson", "application/ndjson")),
    /** The bare body of one event in the newest version of the schema. */
    AVRO(List.of("application/avro", "avro/binary")),
    /** Likewise. */
    PROTOBUF(List.of("application/x-protobuf", "application/protobuf")),
    /** One event in Confluent's wire format, of any registered version. */
    FRAMED_AVRO(List.of("application/vnd.confluent.avro")),
    /** Likewise. */
    FRAMED_PROTOBUF(List.of("application/vnd.confluent.protobuf")),
    /** One CloudEvent in structured mode. */
    CLOUD_EVENT(List.of("application/cloudevents+json")),
    /** An array of them. */
    CLOUD_EVENTS(List.of("application/cloudevents-batch+json"));

    private final List<String> mediaTypes;

    BodyFormat(List<String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    /** @throws RequestRefusedException (415) for a content type that isn't taken, or none */
    static BodyFormat of(@Nullable String contentType) throws RequestRefusedException {
        if (contentType != null) {
            String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
            Optional<BodyFormat> format = Arrays.stream(values())
                    .filter(each -> each.mediaTypes.contains(parts[0].strip()))
                    .findFirst();
            if (format.isPresent() && isUtf8(parts)) {
                return format.get();
            }
        }
        throw unsupported("Send one of these as Content-Type, in UTF-8 where it is text: "
                + Arrays.stream(values()).map(each -> each.mediaTypes.get(0)).collect(Collectors.joining(", "))
                + ".");
    }

    private static boolean isUtf8(String[] parts) {
        return Arrays.stream(parts, 1, parts.length)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith("charset="))
                .map(parameter -> parameter.substring("charset=".length()).replace("\"", ""))
                .allMatch(charset -> charset.equals("utf-8") || charset.equals("utf8"));
    }

    /**
     * Reads all events of a body; nothing is stored yet.
     *
     * @throws RequestRefusedException if the body as a whole can't be read
     */
    List<ParsedEvent> read(ServedStream stream, byte[] body, int mostEvents) throws RequestRefusedException {
        return switch (this) {
            case JSON -> JsonBody.read(stream.encoder(), body, mostEvents);
            case NDJSON -> JsonBody.readLines(stream.encoder(), body, mostEvents);
            case CLOUD_EVENT -> CloudEventsBody.read(stream, body);
            case CLOUD_EVENTS -> CloudEventsBody.readBatch(stream, body, mostEvents);
            case AVRO, PROTOBUF, FRAMED_AVRO, FRAMED_PROTOBUF -> List.of(readReady(stream, body));
        };
    }

    private ParsedEvent readReady(ServedStream stream, byte[] body) throws RequestRefusedException {
        SchemaFormat expected = stream.contract().schema().format();
        SchemaFormat given = this == AVRO || this == FRAMED_AVRO ? SchemaFormat.AVRO : SchemaFormat.PROTOBUF;
        if (given != expected) {
            throw unsupported("The stream's schema is " + expected + ", the body " + given + ".");
        }
        try {
            if (this == AVRO || this == PROTOBUF) {
                return new Accepted(stream.reader().acceptBody(body));
            }
            if (!stream.canJudge(WireFormat.readSchemaId(ByteBuffer.wrap(body)))) {
                return new Refused(new Problem(
                        503,
                        "REGISTRY_UNAVAILABLE",
                        "The schema id can't be checked now",
                        "The registry doesn't answer. Not stored. Send it again after the time in Retry-After."));
            }
            return new Accepted(stream.reader().acceptFramed(body));
        } catch (RecordRejectedException e) {
            return new Refused(Problem.of(e));
        }
    }

    private static RequestRefusedException unsupported(String detail) {
        return new RequestRefusedException(
                new Problem(415, "UNSUPPORTED_TYPE", "The door doesn't take such a body here", detail));
    }
}
