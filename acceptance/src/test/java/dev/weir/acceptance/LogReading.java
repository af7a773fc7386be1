package dev.weir.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** A pipeline of its own over a {@link PlantedLog}, which counts what it reads by sensor; killed on the way. */
final class LogReading {

    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final Weir weir;
    private final Path folder;
    private final String name;
    private final long start = System.nanoTime();
    private long committedAtKill = -1;
    private int kills;

    LogReading(Weir weir, Path folder, String name) {
        this.weir = weir;
        this.folder = folder;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** As the ledger has it. */
    String ledgerName() {
        return name + "-local";
    }

    String output() {
        return name + "_counts";
    }

    int kills() {
        return kills;
    }

    Duration since() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Begins to read, or goes on from where it was with another parallelism or schema. */
    void run(int parallelism, String schema) throws IOException {
        Path streams = Files.createDirectories(folder.resolve("streams"));
        Files.writeString(streams.resolve(PlantedLog.STREAM + ".yaml"), TortureIT.CONTRACT);
        Files.writeString(streams.resolve(PlantedLog.STREAM + ".avsc"), schema);
        Files.writeString(folder.resolve("weir.yaml"), """
                name: %s
                parallelism: %d
                commit: 500ms
                accounts:
                  sensors:
                    events: { of: readings }
                    rows: { of: %s, sum: n }
                    by: [sensor]
                """.formatted(name, parallelism, output()));
        Files.writeString(folder.resolve("pipeline.sql"), """
                SET 'table.exec.mini-batch.enabled' = 'true';
                SET 'table.exec.mini-batch.allow-latency' = '1 s';
                SET 'table.exec.mini-batch.size' = '100000';
                CREATE TABLE %1$s (sensor STRING, n BIGINT, PRIMARY KEY (sensor) NOT ENFORCED)
                  DISTRIBUTED BY HASH(sensor) INTO 2 BUCKETS;
                INSERT INTO %1$s SELECT sensor, COUNT(*) FROM readings GROUP BY sensor;
                """.formatted(output()));
        untilServersAnswer("run", folder.toString());
    }

    /** A command that finds a server, or the job's worker, on its way back says so, and changes nothing. */
    private void untilServersAnswer(String... command) {
        await("weir " + String.join(" ", command)).atMost(LONGEST).until(() -> {
            Weir.Answer answer = weir.run(command);
            boolean again = answer.exitCode() == 6 || answer.err().contains("The savepoint failed");
            if (answer.exitCode() != 0 && !again) {
                throw new IllegalStateException(answer.out() + answer.err());
            }
            return answer.exitCode() == 0;
        });
    }

    /** Waits until this many records are committed as read. */
    void awaitCommitted(long records) {
        await("records that " + name + " has committed")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> committed() >= records);
    }

    /**
     * Ends a server with SIGKILL once this many records are committed, and after the last kill some more, unless these are all.
     *
     * @param all how many the log has
     */
    void kill(String server, long at, long all) {
        awaitCommitted(Math.min(Math.max(at, committedAtKill + 1), all));
        committedAtKill = at;
        // Not before the one that was killed last is there again.
        await("a " + server + " to kill").atMost(LONGEST).untilAsserted(() -> weir.signal("KILL", server));
        kills++;
    }

    void stop() {
        await("the job of " + name).atMost(LONGEST).ignoreExceptions().until(() -> weir.runningJobs() == 1);
        untilServersAnswer("stop", name);
    }

    private long committed() throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                weir.kafka(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000);
        try (Admin admin = Admin.create(settings)) {
            return admin.listConsumerGroupOffsets(ledgerName()).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }
}
