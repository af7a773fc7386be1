package dev.weir.contract.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.StreamContract;
import dev.weir.contract.event.JsonEventDecoder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleEventsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");

    @Test
    void eventsOfAllTypesMeetTheirRulesAndEachKeyComesOnceInARound() throws Exception {
        List<LoadEvent> events = samples(TestingStreams.everything(), 50, 7).rounds(4);

        assertThat(events).hasSize(200);
        for (LoadEvent event : events) {
            assertThat(columns(event).get("currency")).isIn("EUR", "USD");
            assertThat(columns(event).get("at")).isEqualTo(Instant.parse("2026-01-31T12:00:00.123Z"));
        }
        for (int round = 0; round < 4; round++) {
            assertThat(events.subList(round * 50, (round + 1) * 50))
                    .extracting(event -> columns(event).get("shop"))
                    .doesNotHaveDuplicates();
        }
        assertThat(events).extracting(event -> columns(event).get("order_id")).doesNotHaveDuplicates();
        assertThat(events.stream().map(event -> columns(event).get("kind")).collect(Collectors.toSet()))
                .hasSize(2);
    }

    @Test
    void eachProducerCountsUpwards() throws Exception {
        List<LoadEvent> events = samples(TestingStreams.readings(), 3, 7).rounds(5);

        for (String sensor : List.of("sensor-0", "sensor-1", "sensor-2")) {
            assertThat(events)
                    .filteredOn(event -> columns(event).get("sensor").equals(sensor))
                    .extracting(event -> columns(event).get("seq"))
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void seedDecidesTheValues() throws Exception {
        StreamContract contract = TestingStreams.everything();

        assertThat(texts(samples(contract, 20, 7))).isEqualTo(texts(samples(contract, 20, 7)));
        assertThat(texts(samples(contract, 20, 7))).isNotEqualTo(texts(samples(contract, 20, 8)));
    }

    @Test
    void columnNamedLikeAKeyOfAnotherStreamHasTheKeysNumber() throws Exception {
        StreamContract contract = TestingStreams.everything();
        List<LoadEvent> events = new SampleEvents(contract, 1, 10, Set.of("small"), 7, NOW).rounds(1);

        assertThat(events)
                .allMatch(event -> columns(event)
                        .get("small")
                        .equals(((Long) columns(event).get("shop")).intValue()));
    }

    @Test
    void rulesThatChanceDoesNotMeetAreSaid() throws Exception {
        StreamContract contract = TestingStreams.readings("\"sensor.matches('^[0-9]{12}$')\"");

        assertThatThrownBy(() -> samples(contract, 100, 7).rounds(1))
                .isInstanceOf(UnmetRulesException.class)
                .hasMessageContaining("sensor.matches");
    }

    @Test
    void protobufEventsAreMadeUpToo() throws Exception {
        List<LoadEvent> events =
                samples(TestingStreams.protobufReadings(), 10, 7).rounds(2);

        assertThat(events).hasSize(20);
        assertThat(new HashSet<>(texts(samples(TestingStreams.protobufReadings(), 10, 7))))
                .hasSize(10);
    }

    private static SampleEvents samples(StreamContract contract, int keys, long seed) {
        return new SampleEvents(contract, 1, keys, Set.of(), seed, NOW);
    }

    private static List<String> texts(SampleEvents events) throws Exception {
        return events.rounds(1).stream()
                .map(event -> JsonEventDecoder.json(columns(event)))
                .toList();
    }

    private static Map<String, Object> columns(LoadEvent event) {
        return event.columns();
    }
}
