package dev.weir.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.event.BoundedJson;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.gateway.http.ParsedEvent.Accepted;
import dev.weir.gateway.http.ParsedEvent.Refused;
import dev.weir.gateway.stream.ServedStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in the JSON event format. The data are taken from the body as they stand, so that no number is rounded
 * and no field is lost on the way.
 */
final class CloudEventsBody {

    /** @param problem the first thing that is wrong with it; null if nothing is yet */
    private record Envelope(
            Map<String, String> attributes,
            byte @Nullable [] data,
            boolean binary,
            @Nullable RecordRejectedException problem) {}

    private CloudEventsBody() {}

    /** @throws RequestRefusedException if the body isn't JSON to its end */
    static List<ParsedEvent> read(ServedStream stream, byte[] body) throws RequestRefusedException {
        try (JsonParser parser = BoundedJson.parser(body, 0, body.length)) {
            parser.nextToken();
            Envelope envelope = envelope(parser, body);
            JsonBody.checkEnd(parser);
            return List.of(event(stream, envelope));
        } catch (IOException e) {
            throw JsonBody.broken(BoundedJson.refusal(e));
        } catch (RecordRejectedException e) {
            throw JsonBody.broken(e);
        }
    }

    /** @throws RequestRefusedException if the body isn't a JSON array to its end, or has too many events */
    static List<ParsedEvent> readBatch(ServedStream stream, byte[] body, int mostEvents)
            throws RequestRefusedException {
        try (JsonParser parser = BoundedJson.parser(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw JsonBody.broken(new RecordRejectedException(
                        RejectCode.MALFORMED, "", "an array of CloudEvents", "something else"));
            }
            List<ParsedEvent> events = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonBody.checkCount(events, mostEvents);
                events.add(event(stream, envelope(parser, body)));
            }
            JsonBody.checkEnd(parser);
            return JsonBody.nonEmpty(events);
        } catch (IOException e) {
            throw JsonBody.broken(BoundedJson.refusal(e));
        } catch (RecordRejectedException e) {
            throw JsonBody.broken(e);
        }
    }

    private static ParsedEvent event(ServedStream stream, Envelope envelope) throws RequestRefusedException {
        try {
            if (envelope.problem() != null) {
                throw envelope.problem();
            }
            Map<String, String> headers = CloudEventAttributes.recordHeaders(envelope.attributes());
            byte[] data = envelope.data();
            if (data == null) {
                throw new RecordRejectedException(
                        RejectCode.MALFORMED, "", "a CloudEvent with data, which are the stream's event", "none");
            }
            String type = envelope.attributes().get(CloudEventAttributes.CONTENT_TYPE);
            BodyFormat format = type == null ? BodyFormat.JSON : BodyFormat.of(type);
            if (format != BodyFormat.JSON && !envelope.binary()) {
                throw CloudEventAttributes.refused(
                        CloudEventAttributes.CONTENT_TYPE, "JSON, or bytes in data_base64", "another type");
            }
            return one(format.read(stream, data, 1), headers);
        } catch (RecordRejectedException e) {
            return new Refused(Problem.of(e));
        } catch (RequestRefusedException e) {
            return new Refused(e.problem());
        }
    }

    /** The one event that the data are, with the attributes as its record's headers. */
    static ParsedEvent one(List<ParsedEvent> events, Map<String, String> headers) {
        if (events.size() != 1) {
            return new Refused(Problem.of(new RecordRejectedException(
                    RejectCode.MALFORMED,
                    "",
                    "data of one event; a batch is application/cloudevents-batch+json",
                    events.size() + " events")));
        }
        return events.get(0) instanceof Accepted accepted ? new Accepted(accepted.event(), headers) : events.get(0);
    }

    /** Reads the value whose first token is current, and leaves the parser at its last. */
    private static Envelope envelope(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Envelope(
                    Map.of(),
                    null,
                    false,
                    new RecordRejectedException(RejectCode.MALFORMED, "", "a CloudEvent, a JSON object", "no object"));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        byte[] data = null;
        boolean binary = false;
        RecordRejectedException problem = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            boolean isData = name.equals("data") || name.equals("data_base64");
            if (attributes.containsKey(name) || (isData && data != null)) {
                problem = CloudEventAttributes.refused(name, "each member once", "one for the second time");
                parser.skipChildren();
            } else if (token == JsonToken.VALUE_NULL) {
                continue;
            } else if (name.equals("data")) {
                int begin = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                data = Arrays.copyOfRange(body, begin, end(parser, body));
            } else if (token.isStructStart()) {
                problem = CloudEventAttributes.refused(name, "a plain value", "an object or array");
                parser.skipChildren();
            } else if (name.equals("data_base64")) {
                binary = true;
                try {
                    data = Base64.getDecoder().decode(parser.getText());
                } catch (IllegalArgumentException e) {
                    problem = CloudEventAttributes.refused(name, "base64", "a text that is none");
                }
            } else {
                attributes.put(name, parser.getText());
            }
        }
        return new Envelope(attributes, data, binary, problem);
    }

    /** Behind the current token. A string is read only now, so that its end is known. */
    private static int end(JsonParser parser, byte[] body) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.getText();
        }
        return (int) Math.min(body.length, parser.currentLocation().getByteOffset());
    }
}
