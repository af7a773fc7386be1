package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real input: a social network's events become exactly its notifications, on the real servers. */
class ActivityFeedIT {

    private static final int PORT_OFFSET = 20_000;
    private static final long SEED = 20_101_125;

    private final SocialNetwork network = new SocialNetwork(Weir.repository().resolve("../shared/data/activity-feed"));

    @TempDir
    private Path folder;

    private Weir weir;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(network.isPresent(), "the social network's data are not beside this checkout");
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        weir.expect(
                0,
                "run",
                Weir.copyOfPipeline("activity-feed", folder.resolve("activity-feed"))
                        .toString());
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @Test
    void activitiesBecomeExactlyTheirNotifications() throws IOException {
        List<ObjectNode> activities = network.activities();

        new Door(weir, "activities").send(activities);

        awaitRead(activities.size());
        assertThat(notifications()).isEqualTo(network.expectedNotifications());
    }

    @Test
    void disorderAndRepeatsChangeNothing() throws IOException {
        List<ObjectNode> activities = SocialNetwork.shuffledAndRepeated(network.activities(), 0.05, SEED);
        assertThat(activities).hasSizeGreaterThan(network.activities().size());

        new Door(weir, "activities").send(activities);

        awaitRead(activities.size());
        assertThat(notifications()).isEqualTo(network.expectedNotifications());
        assertThat(weir.expect(0, "audit", "activity-feed").out())
                .containsPattern("activities +sum of activities in activity_counts [\\d,]+ = on time .* ✓");
    }

    @Test
    void killedFlinkProcessesChangeNothing() throws IOException {
        List<ObjectNode> activities = network.activities();
        int third = activities.size() / 3;
        Door door = new Door(weir, "activities");

        door.send(activities.subList(0, third));
        weir.kill("jobmanager", "taskmanager");
        weir.up();
        door.send(activities.subList(third, 2 * third));
        awaitRead(2 * third);
        weir.kill("jobmanager", "taskmanager");
        door.send(activities.subList(2 * third, activities.size()));
        weir.up();

        awaitRead(activities.size());
        assertThat(notifications()).isEqualTo(network.expectedNotifications());
    }

    /** Waits until the pipeline has read and committed {@code count} events; then the results must stand. */
    private void awaitRead(int count) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    JsonNode stream = weir.streamCounts("activities");
                    assertThat(stream.path("read").asLong()).isEqualTo(count);
                    assertThat(stream.path("dead").asLong()).isZero();
                });
        weir.awaitNextCheckpoint("activity-feed");
    }

    private Set<String> notifications() {
        return new Topic(weir, "notifications")
                .newestByKey().values().stream().map(SocialNetwork::line).collect(Collectors.toSet());
    }
}
