package dev.weir.simulate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.simulate.Deliveries;
import dev.weir.simulate.Delivery;
import dev.weir.simulate.Plant;
import dev.weir.simulate.PlantConfig;
import dev.weir.simulate.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BurstsTest {

    private static final int MOST = 10;
    private static final int SENSORS = 40;

    private final Plant plant = new Plant(new PlantConfig(
            SENSORS,
            4,
            5,
            3,
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(),
            Duration.ofMillis(500),
            Duration.ofMinutes(30),
            Duration.ofHours(1)));
    private final Map<Integer, List<JsonNode>> sent = new HashMap<>();
    private int bursts;

    @Test
    void burstsHaveTheVeryReadingsThatTheyWereGiven() throws Exception {
        Bursts waiting = new Bursts(plant, MOST);
        Map<Integer, List<JsonNode>> given = new HashMap<>();
        Deliveries deliveries = new Deliveries(plant);
        for (Delivery next = deliveries.next(); next != null; next = deliveries.next()) {
            int sensor = next.sensor();
            if (!waiting.add(next)) {
                take(waiting, sensor);
                if (next.again()) {
                    continue;
                }
                assertThat(waiting.add(next)).isTrue();
            }
            Reading reading = plant.reading(sensor, next.number());
            given.computeIfAbsent(sensor, ignored -> new ArrayList<>())
                    .add(event(reading.sequence(), reading.eventTime(), reading.vibration(), reading.temperature()));
            assertThat(waiting.size(sensor)).isBetween(1, MOST);
            if (waiting.isFull(sensor)) {
                take(waiting, sensor);
            }
        }
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            take(waiting, sensor);
            assertThat(waiting.size(sensor)).isZero();
        }

        assertThat(sent).isEqualTo(given);
        int readings = given.values().stream().mapToInt(List::size).sum();
        // Gaps, repeats and drifting clocks end a burst before it is full.
        assertThat(bursts).isBetween(readings / MOST, readings / MOST * 2);
    }

    private void take(Bursts waiting, int sensor) throws Exception {
        if (waiting.size(sensor) == 0) {
            return;
        }
        JsonNode burst = new JsonMapper().readTree(waiting.take(sensor));
        bursts++;
        long number = 0;
        for (JsonNode sample : burst.get("samples")) {
            sent.computeIfAbsent(sensor, ignored -> new ArrayList<>())
                    .add(event(
                            burst.get("seq").asLong() + number,
                            burst.get("event_time").asLong()
                                    + number * burst.get("period_ms").asLong(),
                            sample.get(0).isNull() ? null : sample.get(0).asDouble(),
                            sample.get(1).asDouble()));
            number++;
        }
    }

    private static JsonNode event(long sequence, long time, @Nullable Double vibration, double temperature) {
        return new JsonMapper()
                .createArrayNode()
                .add(sequence)
                .add(time)
                .add(vibration)
                .add(temperature);
    }
}
