package dev.weir.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private final Plant plant = TestingPlants.small(7);
    private final List<Delivery> all = TestingPlants.deliveries(plant);

    @Test
    void sameSeedSendsTheSameAndAnotherDoesNot() {
        assertThat(texts(TestingPlants.small(7))).isEqualTo(texts(plant));
        assertThat(texts(TestingPlants.small(8))).isNotEqualTo(texts(plant));
    }

    @Test
    void timeOnlyPassesAndNothingIsSentBeforeItIsMeasuredOrAfterTheEnd() {
        long time = TestingPlants.START;
        for (Delivery delivery : all) {
            assertThat(delivery.atMillis())
                    .isBetween(time, plant.config().endMillis())
                    .isGreaterThanOrEqualTo(plant.measuredAt(delivery.sensor(), delivery.number()));
            time = delivery.atMillis();
        }
    }

    @Test
    void eachReadingIsSentOnceAndAgainOnlyAfterwards() {
        Set<String> first = new HashSet<>();
        Set<String> again = new HashSet<>();
        for (Delivery delivery : all) {
            String name = delivery.sensor() + "#" + delivery.number();
            assertThat((delivery.again() ? again : first).add(name)).isTrue();
            assertThat(first.contains(name)).isTrue();
        }
        assertThat(again.size()).isBetween(all.size() / 200, all.size() / 50);
    }

    @Test
    void oracleCountsWhatIsSentAndWhatNeverIs() {
        Deliveries deliveries = new Deliveries(plant);
        long unique = 0;
        long repeated = 0;
        for (Delivery next = deliveries.next(); next != null; next = deliveries.next()) {
            unique += next.again() ? 0 : 1;
            repeated += next.again() ? 1 : 0;
        }

        assertThat(new Oracle(plant, List.of()).counts())
                .isEqualTo(new Oracle.Counts(unique + repeated, unique, repeated, deliveries.neverSent()));
        // 45 sensors measure 720 times, 15 half as often.
        assertThat(unique + deliveries.neverSent()).isEqualTo(45 * 720 + 15 * 360);
        assertThat(deliveries.neverSent()).isBetween(20L, 200L);
    }

    @Test
    void outagesHoldReadingsBackAndSomeComeBehindNewerOnes() {
        long late = all.stream()
                .filter(delivery -> !delivery.again())
                .filter(delivery ->
                        delivery.atMillis() > plant.measuredAt(delivery.sensor(), delivery.number()) + 60_000)
                .count();
        Map<Integer, Long> newest = new HashMap<>();
        long behind = all.stream()
                .filter(delivery -> !delivery.again())
                .filter(delivery -> newest.merge(delivery.sensor(), delivery.number(), Math::max) > delivery.number())
                .count();

        assertThat(late).isPositive();
        assertThat(behind).isPositive();
    }

    private static List<String> texts(Plant plant) {
        return TestingPlants.deliveries(plant).stream()
                .map(delivery ->
                        plant.reading(delivery.sensor(), delivery.number()).json())
                .toList();
    }
}
