package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorytellerTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Storyteller storyteller = new Storyteller(
            new Story(
                    "time",
                    "kind",
                    Map.of("LIKE", new Sentence("{who} liked it, {latency}")),
                    new Sentence("{who} no longer"),
                    Map.of("who", "You")),
            Duration.ofMillis(500));

    @Test
    void latencyCountsFromTheEventTime() {
        assertThat(tell("1", row("LIKE", "Ana", NOON.minusMillis(340)), NOON)).contains("Ana liked it, 340 ms");
        assertThat(tell("2", row("LIKE", "Ben", NOON.minusMillis(11_500)), NOON.plusSeconds(1)))
                .contains("Ben liked it, 12.5 s");
        assertThat(tell("3", row("LIKE", "Kim", NOON.minusSeconds(75)), NOON.plusSeconds(2)))
                .contains("Kim liked it, 77 s after it happened");
    }

    @Test
    void ofManyRowsOnlySomeAreTold() {
        assertThat(tell("1", row("LIKE", "Ana", NOON), NOON)).isPresent();
        assertThat(tell("2", row("LIKE", "Ben", NOON), NOON.plusMillis(499))).isEmpty();
        assertThat(tell("3", row("LIKE", "You", NOON), NOON.plusMillis(499))).isPresent();
        assertThat(tell("4", row("LIKE", "Kim", NOON), NOON.plusMillis(500))).isPresent();
    }

    @Test
    void withdrawalIsToldOfTheLastRowOfItsKey() {
        tell("1", row("LIKE", "Ana", NOON), NOON);

        assertThat(tell("1", null, NOON.plusSeconds(1))).contains("Ana no longer");
        assertThat(tell("1", null, NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void kindWithoutSentenceIsNotTold() {
        assertThat(tell("1", row("POKE", "Ana", NOON), NOON)).isEmpty();
    }

    private Optional<String> tell(String key, @Nullable Map<String, @Nullable Object> row, Instant now) {
        return storyteller.tell(key, row, now);
    }

    private static Map<String, @Nullable Object> row(String kind, String who, Instant time) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("kind", kind);
        row.put("who", who);
        row.put("time", time.toString());
        return row;
    }
}
