package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.StreamContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages in JSON: an object, an array of them, and objects that are bursts. Immutable. */
final class JsonMessages {

    private final EventBody body;
    private final ContractCheck check;
    private final JsonStructReader reader;
    private final byte[] header;
    private final @Nullable Burst burst;

    JsonMessages(StreamContract contract, MqttMapping mapping, int schemaId) {
        body = EventBody.of(contract.schema());
        check = new ContractCheck(contract);
        reader = new JsonStructReader(
                contract.schema().fields(), new ContractAbsentValues(contract, body.absentValues()));
        header = WireFormat.header(schemaId, contract.schema().format());
        burst = mapping.samples().isEmpty() ? null : new Burst(contract, mapping.samples(), reader);
    }

    List<MessageEvent> read(byte[] payload, GivenColumns given, int mostEvents) throws RecordRejectedException {
        try (JsonParser parser = BoundedJson.parser(payload, 0, payload.length)) {
            List<MessageEvent> events = new ArrayList<>();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readObject(parser, given, mostEvents, events);
                }
            } else {
                readObject(parser, given, mostEvents, events);
            }
            if (parser.nextToken() != null) {
                throw malformed("one JSON value", "more text behind it");
            }
            if (events.isEmpty()) {
                throw malformed("at least one event", "none");
            }
            return events;
        } catch (IOException e) {
            throw BoundedJson.refusal(e);
        }
    }

    private void readObject(JsonParser parser, GivenColumns given, int mostEvents, List<MessageEvent> events)
            throws IOException, RecordRejectedException {
        if (parser.currentToken() == null) {
            throw malformed("a JSON object", "nothing");
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_TYPE, "", "an object", JsonFound.kind(parser.currentToken()));
        }
        FieldPath path = new FieldPath();
        StructMembers members = reader.begin();
        Burst.Samples samples = burst == null ? null : burst.begin(mostEvents - events.size());
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (samples == null || !samples.readMember(name, parser, path)) {
                reader.readMember(name, parser, path, members);
            }
        }
        given.addTo(members);
        if (samples != null && samples.there(path)) {
            addBurst(samples, members, path, events);
        } else {
            checkRoom(events.size() < mostEvents, mostEvents);
            StructValue event = reader.complete(members, path);
            check.checkNamed(event);
            events.add(check.judged(event, body.write(header, event)));
        }
    }

    private void addBurst(Burst.Samples samples, StructMembers members, FieldPath path, List<MessageEvent> events)
            throws RecordRejectedException {
        StructValue first = samples.complete(members, path);
        EventPattern pattern = body.pattern(header, first, samples.positions());
        for (int i = 0; i < samples.size(); i++) {
            @Nullable Object[] values = samples.at(i, first);
            StructValue event = first.with(samples.positions(), values);
            check.checkNamed(event);
            events.add(check.judged(event, pattern.with(values)));
        }
    }

    static void checkRoom(boolean room, int mostEvents) throws RecordRejectedException {
        if (!room) {
            throw new RecordRejectedException(RejectCode.TOO_LARGE, "", "at most " + mostEvents + " events", "more");
        }
    }

    private static RecordRejectedException malformed(String expected, String found) {
        return new RecordRejectedException(RejectCode.MALFORMED, "", expected, found);
    }
}
