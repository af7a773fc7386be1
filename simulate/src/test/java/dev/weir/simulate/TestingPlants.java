package dev.weir.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Small plants that have everything that large ones have. */
final class TestingPlants {

    static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private TestingPlants() {}

    /** Of two hours, in which many parts are serviced. */
    static Plant small(long seed) {
        return new Plant(new PlantConfig(
                60, 6, 5, seed, START, Duration.ofSeconds(10), Duration.ofHours(2), Duration.ofHours(1)));
    }

    static List<Delivery> deliveries(Plant plant) {
        Deliveries deliveries = new Deliveries(plant);
        List<Delivery> all = new ArrayList<>();
        for (Delivery next = deliveries.next(); next != null; next = deliveries.next()) {
            all.add(next);
        }
        return all;
    }
}
