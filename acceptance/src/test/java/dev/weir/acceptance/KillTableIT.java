package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kill table: while the activity feed runs under steady events, one process after the other is killed or stopped, and
 * nobody does anything about it but the supervisor. In the end every result is there exactly once.
 *
 * <p>{@code -Dweir.rounds=N} repeats the table, then with every server stopped by a signal as well; the profile {@code
 * torture} does it three times.
 */
class KillTableIT {

    private static final int PORT_OFFSET = 20_500;
    private static final int ROUNDS = Integer.getInteger("weir.rounds", 1);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final List<String> SERVERS =
            List.of("kafka", "postgresql", "registry", "jobmanager", "taskmanager", "gateway");

    private final SocialNetwork network = new SocialNetwork(Weir.repository().resolve("../shared/data/activity-feed"));
    private final List<String> table = new ArrayList<>();

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
    void stopLeavesNoOrphan() {
        if (weir != null) {
            weir.down();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(weir.processes()).isEmpty());
        }
    }

    @Test
    void whateverIsKilledComesBackAndResultsAreExact() throws Exception {
        SteadyFeed feed = new SteadyFeed(weir, network.activities(), 3);
        try (CommittedResults results = new CommittedResults(weir, "notifications")) {
            awaitResultAfter(feed, results);
            for (int round = 0; round < ROUNDS; round++) {
                for (String server : SERVERS) {
                    measure("kill -9 " + server, feed, results, () -> weir.signal("KILL", server), startedAnew(server));
                }
                for (String server : ROUNDS == 1 ? List.of("taskmanager") : SERVERS) {
                    measure(
                            "kill -STOP " + server,
                            feed,
                            results,
                            () -> weir.signal("STOP", server),
                            startedAnew(server));
                }
                measure(
                        "kill -9 kafka, jobmanager and taskmanager",
                        feed,
                        results,
                        () -> weir.signal("KILL", "kafka", "jobmanager", "taskmanager"),
                        "kafka",
                        "jobmanager",
                        "taskmanager");
                measure("kill -9 supervisor", feed, results, () -> replaceSupervisor("KILL"));
                measure(
                        "kill -9 supervisor and taskmanager",
                        feed,
                        results,
                        () -> weir.signal("KILL", "supervisor", "taskmanager"),
                        "taskmanager",
                        "supervisor");
                if (ROUNDS > 1) {
                    measure(
                            "kill -STOP supervisor, kill -9 gateway",
                            feed,
                            results,
                            () -> replaceSupervisor("STOP", "gateway"),
                            "gateway",
                            "supervisor");
                }
                String[] all = weir.pids().keySet().toArray(String[]::new);
                measure(
                        "kill -9 all, weir up",
                        feed,
                        results,
                        () -> {
                            weir.signal("KILL", all);
                            weir.up();
                        },
                        all);
            }
            feed.finish();
            awaitResult(feed.beats() - 1, results);
        } finally {
            print(feed);
        }
        Map<String, Long> running = weir.pids();
        weir.up();
        assertThat(weir.pids()).as("a second up changes nothing").isEqualTo(running);
        weir.awaitNextCheckpoint("activity-feed");
        assertThat(exactlyOnce(feed.beats())).isEqualTo(network.expectedNotifications());
        weir.expect(0, "audit", "activity-feed", "--deep");
    }

    /** Every beat has exactly one record, not just one row. Returns the notifications that are no beats. */
    private Set<String> exactlyOnce(int beats) {
        Topic topic = new Topic(weir, "notifications");
        Map<Long, Integer> records = new TreeMap<>();
        Map<String, JsonNode> others = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topic.records()) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            JsonNode row = record.value() == null ? null : topic.decode(record.value());
            if (row == null) {
                others.remove(key);
            } else if (SteadyFeed.beatOf(row) >= 0) {
                records.merge(SteadyFeed.beatOf(row), 1, Integer::sum);
            } else {
                others.put(key, row);
            }
        }
        assertThat(records).hasSize(beats);
        assertThat(records.values()).containsOnly(1);
        return others.values().stream().map(SocialNetwork::line).collect(Collectors.toSet());
    }

    /**
     * Does something bad and measures how long it takes until a result is there of an event that was sent after it; then
     * waits until the killed processes are back and the others are as they were.
     */
    private void measure(String what, SteadyFeed feed, CommittedResults results, Runnable bad, String... victims) {
        Map<String, Long> before = weir.pids();
        Instant begin = Instant.now();
        int next = feed.beats() + 1;
        bad.run();
        Duration took = Duration.between(begin, awaitResult(next, results));
        await().atMost(LONGEST)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode servers = weir.status().get("servers");
                    assertThat(servers)
                            .filteredOn(server -> !server.get("server").asText().equals("recovery"))
                            // A command of its own may find a server too slow to answer; that it works is seen by its
                            // results.
                            .allMatch(server -> server.get("state").asText().matches("ready|not ready"));
                    Map<String, Long> after = weir.pids();
                    assertThat(after).containsKeys("supervisor");
                    for (String victim : victims) {
                        assertThat(after.get(victim)).as(victim).isNotEqualTo(before.get(victim));
                    }
                    for (String server : SERVERS) {
                        if (!List.of(victims).contains(server)) {
                            assertThat(after).as("the others").containsEntry(server, before.get(server));
                        }
                    }
                    assertThat(weir.runningJobs()).isEqualTo(1);
                });
        Duration back = Duration.between(begin, Instant.now());
        table.add(String.format(
                Locale.ROOT,
                "%-50s next result after %5.1f s, all back after %5.1f s",
                what,
                took.toMillis() / 1e3,
                back.toMillis() / 1e3));
        System.out.println(table.get(table.size() - 1));
        awaitResultAfter(feed, results);
    }

    /** A worker is started anew with its JobManager. */
    private static String[] startedAnew(String victim) {
        return victim.equals("jobmanager") ? new String[] {"jobmanager", "taskmanager"} : new String[] {victim};
    }

    /** Signals it, kills others, and waits until another supervisor is there, which no command has started. */
    private void replaceSupervisor(String signal, String... killed) {
        long former = weir.pids().get("supervisor");
        weir.signal(signal, "supervisor");
        if (killed.length > 0) {
            weir.signal("KILL", killed);
        }
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(weir.pids().getOrDefault("supervisor", former))
                        .isNotEqualTo(former));
    }

    private static void awaitResultAfter(SteadyFeed feed, CommittedResults results) {
        awaitResult(feed.beats(), results);
    }

    private static Instant awaitResult(int beat, CommittedResults results) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .alias("a result of beat " + beat)
                .until(() -> results.firstAfter(beat).isPresent());
        return results.firstAfter(beat).orElseThrow();
    }

    private void print(SteadyFeed feed) {
        System.out.println("The kill table; " + feed.beats() + " beats, " + feed.repeats() + " batches sent again:");
        table.forEach(System.out::println);
    }
}
