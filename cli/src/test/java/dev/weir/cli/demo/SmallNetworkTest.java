package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SmallNetworkTest {

    private static List<String> lines = List.of();

    @BeforeAll
    static void generate() throws Exception {
        lines = GeneratedActivities.generate(7, 20_000);
    }

    @Test
    void sameSeedGivesTheSameRecords() throws Exception {
        List<String> again = GeneratedActivities.generate(7, 2_000);

        assertThat(again).isEqualTo(lines.subList(0, 2_000));
        assertThat(again).isNotEqualTo(GeneratedActivities.generate(8, 2_000));
    }

    @Test
    void plantsOnePercentLateTwoRepeatedAndOneInAThousandCorrupt() {
        assertThat(share("LATE")).isCloseTo(0.01, within(0.003));
        assertThat(share("REPEATED")).isCloseTo(0.02, within(0.004));
        assertThat(share("CORRUPT")).isCloseTo(0.001, within(0.0007));
    }

    /** The oracle: the newest event time by actor, and the ids seen, in a plain loop. */
    @Test
    void lateIsBehindItsOwnActorByMoreThanTheDisorderAndRepeatsComeWithinThirtySeconds() throws Exception {
        Map<Long, Instant> newest = new HashMap<>();
        Map<String, Instant> seen = new HashMap<>();
        Instant newestOfAll = Instant.MIN;
        Set<String> wrong = new HashSet<>();
        for (String line : lines) {
            if (line.startsWith("CORRUPT")) {
                continue;
            }
            JsonNode event = event(line);
            long actor = event.get("actor_id").asLong();
            Instant time = Instant.parse(event.get("event_time").asText());
            String id = actor + "/" + event.get("activity_id").asText();
            boolean late =
                    newest.containsKey(actor) && time.isBefore(newest.get(actor).minusSeconds(30));
            boolean repeated = seen.containsKey(id) && time.isAfter(newestOfAll.minusSeconds(30));
            if (late != line.startsWith("LATE") || repeated != line.startsWith("REPEATED")) {
                wrong.add(line);
            }
            seen.put(id, time);
            newest.merge(actor, time, (a, b) -> a.isAfter(b) ? a : b);
            newestOfAll = time.isAfter(newestOfAll) ? time : newestOfAll;
        }
        assertThat(wrong).isEmpty();
    }

    private static double share(String kind) {
        return (double) lines.stream().filter(line -> line.startsWith(kind)).count() / lines.size();
    }

    private static JsonNode event(String line) throws IOException {
        return new ObjectMapper().readTree(line.substring(line.indexOf(' ')));
    }
}
