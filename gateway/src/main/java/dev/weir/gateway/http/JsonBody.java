package dev.weir.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.event.BoundedJson;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.gateway.http.ParsedEvent.Accepted;
import dev.weir.gateway.http.ParsedEvent.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events in JSON: an object, an array of objects, or an object a line. */
final class JsonBody {

    private JsonBody() {}

    /** @throws RequestRefusedException if an array isn't JSON to its end, or has too many events */
    static List<ParsedEvent> read(JsonEventEncoder encoder, byte[] body, int mostEvents)
            throws RequestRefusedException {
        int first = 0;
        while (first < body.length && isSpace(body[first])) {
            first++;
        }
        if (first == body.length || body[first] != '[') {
            return List.of(one(encoder, body, 0, body.length));
        }
        try (JsonParser parser = BoundedJson.parser(body, 0, body.length)) {
            return readArray(encoder, parser, mostEvents);
        } catch (IOException e) {
            throw broken(BoundedJson.refusal(e));
        } catch (RecordRejectedException e) {
            throw broken(e);
        }
    }

    private static List<ParsedEvent> readArray(JsonEventEncoder encoder, JsonParser parser, int mostEvents)
            throws IOException, RequestRefusedException {
        List<ParsedEvent> events = new ArrayList<>();
        parser.nextToken();
        JsonStreamContext array = parser.getParsingContext();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            checkCount(events, mostEvents);
            try {
                events.add(new Accepted(encoder.encode(parser)));
            } catch (RecordRejectedException e) {
                events.add(new Refused(Problem.of(e)));
                skipTo(parser, array);
            }
        }
        checkEnd(parser);
        return nonEmpty(events);
    }

    static void checkEnd(JsonParser parser) throws IOException, RequestRefusedException {
        if (parser.nextToken() != null) {
            throw new RequestRefusedException(
                    new Problem(400, "MALFORMED", "The body can't be read", "There is more behind the JSON."));
        }
    }

    /** Goes on to the last token of the refused element. */
    private static void skipTo(JsonParser parser, JsonStreamContext array) throws IOException {
        while (parser.getParsingContext() != array) {
            if (parser.nextToken() == null) {
                return;
            }
        }
    }

    /** A line that can't be read is refused for itself. Empty lines are skipped. */
    static List<ParsedEvent> readLines(JsonEventEncoder encoder, byte[] body, int mostEvents)
            throws RequestRefusedException {
        List<ParsedEvent> events = new ArrayList<>();
        int begin = 0;
        while (begin < body.length) {
            int end = begin;
            boolean blank = true;
            while (end < body.length && body[end] != '\n') {
                blank &= isSpace(body[end]);
                end++;
            }
            if (!blank) {
                checkCount(events, mostEvents);
                events.add(one(encoder, body, begin, end - begin));
            }
            begin = end + 1;
        }
        return nonEmpty(events);
    }

    private static ParsedEvent one(JsonEventEncoder encoder, byte[] body, int offset, int length) {
        try {
            return new Accepted(encoder.encode(body, offset, length));
        } catch (RecordRejectedException e) {
            return new Refused(Problem.of(e));
        }
    }

    static void checkCount(List<ParsedEvent> events, int mostEvents) throws RequestRefusedException {
        if (events.size() == mostEvents) {
            throw new RequestRefusedException(Problem.tooLarge(
                    "A request carries at most " + mostEvents + " events; this has more. Nothing of it is stored."));
        }
    }

    static List<ParsedEvent> nonEmpty(List<ParsedEvent> events) throws RequestRefusedException {
        if (events.isEmpty()) {
            throw new RequestRefusedException(
                    new Problem(400, "MALFORMED", "The body can't be read", "There is no event in it."));
        }
        return events;
    }

    static RequestRefusedException broken(RecordRejectedException refusal) {
        Problem problem = Problem.of(refusal);
        return new RequestRefusedException(new Problem(
                problem.status(),
                problem.code(),
                "The body can't be read",
                refusal.getMessage() + ". Nothing of it is stored.",
                refusal));
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }
}
