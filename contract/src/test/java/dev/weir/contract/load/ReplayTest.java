package dev.weir.contract.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final long NOW = 1_800_000_000_000L;

    @Test
    void whatWasBehindIsAsFarBehindInEachPass() throws Exception {
        Replay replay = replay(
                TestingStreams.readings(), reading("a", 1, 5_000), reading("a", 2, 3_500), reading("a", 3, 9_000));

        for (long pass : new long[] {0, 1, 7}) {
            assertThat(replay.event(0, pass, NOW).time()).isEqualTo(NOW);
            assertThat(replay.event(1, pass, NOW + 10).time()).isEqualTo(NOW + 10 - 1_500);
            assertThat(replay.event(2, pass, NOW + 20).time()).isEqualTo(NOW + 20);
        }
    }

    @Test
    void sequenceOfEachProducerGoesOnWithoutAGap() throws Exception {
        StreamContract contract = TestingStreams.readings();
        Replay replay =
                replay(contract, reading("a", 10, 0), reading("b", 3, 0), reading("a", 11, 1), reading("a", 12, 2));

        List<Object> ofA = new ArrayList<>();
        List<Object> ofB = new ArrayList<>();
        for (long pass = 0; pass < 3; pass++) {
            for (int event = 0; event < replay.size(); event++) {
                Map<String, Object> columns = columns(contract, replay.event(event, pass, NOW));
                (columns.get("sensor").equals("a") ? ofA : ofB).add(columns.get("seq"));
            }
        }

        assertThat(ofA).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18);
        assertThat(ofB).containsExactly(3, 4, 5);
    }

    @Test
    void repeatStaysARepeatWithTheTimeOfWhatItRepeats() throws Exception {
        StreamContract contract = TestingStreams.readings();
        Replay replay = replay(contract, reading("a", 1, 5_000), reading("a", 2, 6_000), reading("a", 1, 5_000));

        for (long pass = 0; pass < 3; pass++) {
            EncodedEvent first = replay.event(0, pass, NOW);
            replay.event(1, pass, NOW + 5);
            assertThat(replay.event(2, pass, NOW + 9).value()).isEqualTo(first.value());
        }
    }

    @Test
    void idsOfAllPassesAreDifferentAndTheRestIsTheSame() throws Exception {
        StreamContract contract = TestingStreams.everything();
        List<LoadEvent> events =
                new SampleEvents(contract, 5, 10, Set.of(), 3, java.time.Instant.ofEpochMilli(NOW)).rounds(2);
        Replay replay = new Replay(contract, 5, events);

        Set<Object> ids = new HashSet<>();
        for (long pass = 0; pass < 4; pass++) {
            for (int event = 0; event < replay.size(); event++) {
                EncodedEvent sent = replay.event(event, pass, NOW);
                Map<String, Object> columns = columns(contract, sent);
                ids.add(columns.get("order_id"));
                assertThat(sent.key()).isEqualTo(events.get(event).key());
                assertThat(columns.get("lines"))
                        .isEqualTo(events.get(event).columns().get("lines"));
                assertThat(columns.get("price"))
                        .isEqualTo(events.get(event).columns().get("price"));
            }
        }
        assertThat(ids).hasSize(4 * 20);
    }

    @Test
    void keyThatIsTheIdIsNewInEachPass() throws Exception {
        Replay replay = replay(TestingStreams.keyedById(), reading("a", 1, 0), reading("b", 1, 0));

        assertThat(replay.event(0, 0, NOW).key()).asString(UTF_8).isEqualTo("a");
        assertThat(replay.event(0, 1, NOW).key()).asString(UTF_8).isEqualTo("a~1");
        assertThat(replay.event(1, 36, NOW).key()).asString(UTF_8).isEqualTo("b~10");
    }

    @Test
    void protobufEventsAreRenewedToo() throws Exception {
        StreamContract contract = TestingStreams.protobufReadings();
        Replay replay = replay(
                contract,
                "{\"sensor\": \"a\", \"seq\": 4, \"at\": 1000, \"value\": 2.5, \"tags\": [\"x\", \"y\"]}",
                "{\"sensor\": \"a\", \"seq\": 5, \"at\": 2000}");

        assertThat(JsonEventDecoder.json(columns(contract, replay.event(0, 1, 3_000))))
                .isEqualTo(
                        "{\"sensor\":\"a\",\"seq\":6,\"at\":\"1970-01-01T00:00:03Z\",\"value\":2.5,\"tags\":[\"x\",\"y\"]}");
        assertThat(JsonEventDecoder.json(columns(contract, replay.event(1, 2, 4_000))))
                .isEqualTo("{\"sensor\":\"a\",\"seq\":9,\"at\":\"1970-01-01T00:00:04Z\",\"value\":null,\"tags\":[]}");
    }

    @Test
    void tombstonesAndStatesAreSentAsTheyWere() throws Exception {
        StreamContract contract = TestingStreams.newestReadings();
        LoadEvent end = new LoadEvent(0, "a".getBytes(UTF_8), null);
        Replay replay = new Replay(contract, 1, List.of(event(contract, reading("a", 1, 0)), end));

        assertThat(replay.event(0, 3, NOW).value())
                .isEqualTo(replay.event(0, 0, NOW).value());
        assertThat(replay.event(1, 3, NOW).value()).isNull();
        assertThat(replay.event(1, 3, NOW).key()).asString(UTF_8).isEqualTo("a");
    }

    @Test
    void identityThatCannotBeRenewedIsRefused() throws Exception {
        String yaml = """
                stream: flags
                schema: flags.avsc
                key: flag
                time: { field: at }
                identity: { id: flag, within: 1h }
                """;
        String schema = """
                {"type": "record", "name": "Flag", "fields": [
                  {"name": "flag", "type": "boolean"}, {"name": "at", "type": "long"}]}""";
        StreamContract contract = ContractSource.parse(Path.of("flags.yaml"), yaml, SchemaFormat.AVRO, schema)
                .contract();

        assertThatThrownBy(() -> new Replay(contract, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'flags'");
    }

    private static String reading(String sensor, int sequence, long at) {
        return "{\"sensor\": \"%s\", \"seq\": %d, \"at\": %d}".formatted(sensor, sequence, at);
    }

    private static Replay replay(StreamContract contract, String... events) throws Exception {
        List<LoadEvent> all = new ArrayList<>();
        for (String json : events) {
            all.add(event(contract, json));
        }
        return new Replay(contract, 1, all);
    }

    private static LoadEvent event(StreamContract contract, String json) throws Exception {
        byte[] bytes = json.getBytes(UTF_8);
        EncodedEvent encoded = new JsonEventEncoder(contract, 1).encode(bytes, 0, bytes.length);
        return new LoadEvent(0, encoded.key(), new JsonEventDecoder(contract.schema()).read(encoded.value()));
    }

    private static Map<String, Object> columns(StreamContract contract, EncodedEvent event) throws Exception {
        return new JsonEventDecoder(contract.schema()).read(event.value());
    }
}
