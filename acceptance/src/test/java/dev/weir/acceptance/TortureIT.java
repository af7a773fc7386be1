package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.operate.fate.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One log, read by several pipelines that are killed, rescaled, given another contract, or left alone: each of its records has
 * the same fate in all of them, which is the one that it was planted with. Then errors are planted in the accounts, and the
 * audit finds each at its place, and nothing else.
 *
 * <p>Only with {@code -Dweir.test.events=N}, the size of the log; the profile {@code torture} reads five million. {@code
 * -Dweir.test.kills=0} leaves the servers alone.
 */
class TortureIT {

    static final String CONTRACT = """
            stream: readings
            schema: readings.avsc
            key: sensor
            time: { field: at, disorder: 30s }
            identity: { producer: sensor, sequence: seq, within: 36h }
            partitions: 5
            retention: forever
            rules: [ "value >= -80.0" ]
            """;

    private static final int PORT_OFFSET = 20_700;
    private static final long EVENTS = Long.getLong("weir.test.events", 0);
    private static final long SEED = Long.getLong("weir.test.seed", 4);
    private static final int KILLS = Integer.getInteger("weir.test.kills", 20);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final List<String> FIELDS = List.of(
            "{\"name\": \"sensor\", \"type\": \"string\"}",
            "{\"name\": \"seq\", \"type\": \"long\"}",
            "{\"name\": \"at\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}",
            "{\"name\": \"value\", \"type\": \"double\"}");
    private static final String UNIT = "{\"name\": \"unit\", \"type\": [\"null\", \"string\"], \"default\": null}";
    private static final String SITE = "{\"name\": \"site\", \"type\": \"string\", \"default\": \"unknown\"}";

    private final List<String> victims = victims();
    private final Random random = new Random(SEED);
    private final List<String> figures = new ArrayList<>();

    @TempDir
    private Path folder;

    private Weir weir;
    private PlantedLog log;

    private static List<String> victims() {
        List<String> victims = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            victims.add(List.of("taskmanager", "jobmanager", "kafka").get(kill % 3));
        }
        Collections.shuffle(victims, new Random(SEED));
        return victims;
    }

    private static String record(List<String> fields) {
        return "{\"type\": \"record\", \"name\": \"Reading\", \"fields\": [" + String.join(", ", fields) + "]}";
    }

    /** The versions of the schema: a column more at the end, then one in between. */
    static String schema(int version) {
        List<String> fields = new ArrayList<>(FIELDS);
        if (version > 1) {
            fields.add(UNIT);
        }
        if (version > 2) {
            fields.add(2, SITE);
        }
        return record(fields);
    }

    @BeforeEach
    void start() {
        assumeTrue(EVENTS > 0, "only with -Dweir.test.events=N");
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
            System.out.println("The torture, " + EVENTS + " events, seed " + SEED + ":");
            figures.forEach(System.out::println);
        }
    }

    @Test
    void everyRecordHasOneFateHoweverItIsReadAndPlantedErrorsAreFound() throws Exception {
        publish(1);
        publish(2);
        log = new PlantedLog(weir, SEED, EVENTS);
        LogReading rescaled = reading("rescaled");
        rescaled.run(1, schema(2));
        Duration writing = log.writeUntil(EVENTS / 2);
        killDuring(rescaled, 2, 0, log.size());
        rescaled.awaitCommitted(log.size());
        publish(3);
        rescaled.run(4, schema(3));
        writing = writing.plus(log.writeUntil(EVENTS * 3 / 4));
        killDuring(rescaled, 1, EVENTS / 2, log.size());
        rescaled.awaitCommitted(log.size());
        rescaled.run(2, schema(3));
        writing = writing.plus(log.writeUntil(EVENTS));
        figure("%s log: %s", seconds(writing), log.fates());
        killDuring(rescaled, 2, EVENTS * 3 / 4, log.size());
        LedgerOfPipeline first = finish(rescaled);
        assertThat(first.epochs()).isEqualTo(2);

        for (int parallelism : List.of(1, 2, 4)) {
            LogReading reading = reading("by" + parallelism);
            reading.run(parallelism, schema(3));
            killDuring(reading, 5, 0, log.size());
            compare(first, finish(reading));
        }
        assertThat(victims).isEmpty();

        LogReading again = reading("again");
        again.run(2, schema(3));
        compare(first, finish(again));

        errorsInTheOutputAreFound(again);
        plantedErrorsAreFound(first);
    }

    /** An event taken out of it, one counted twice, and one that never was. */
    private void errorsInTheOutputAreFound(LogReading reading) {
        List<String> expected = ForgedAccounts.forgeCounts(new Topic(weir, reading.output()));

        JsonNode audit = Http.json(
                weir.expect(1, "audit", reading.name(), "--output", "json").out());

        assertThat(expected).hasSize(3);
        assertThat(ForgedAccounts.found(audit.get("accounts").get(0))).isEqualTo(expected);
        assertThat(ForgedAccounts.found(audit.get("streams").get(0))).isEmpty();
        figure("3 errors planted in an output, each found at its place");
    }

    /** A phantom, a wrong fate, a gap …: all in one copy, in which nothing else may be found. */
    private void plantedErrorsAreFound(LedgerOfPipeline original) {
        ForgedAccounts forged = new ForgedAccounts(weir, "forged-local", original);
        forged.leaveOutAnEntry(0);
        forged.doubleAnEntry(1);
        forged.countAResetMore(1);
        forged.misjudge(2, Fate.LATE, Fate.ON_TIME);
        forged.misjudge(2, Fate.DUPLICATE, Fate.LATE);
        forged.misjudge(2, Fate.ON_TIME, Fate.DUPLICATE);
        forged.loseAnEvent(3);
        forged.inventEvents(3);
        forged.write();
        forged.forgeLetters(new Topic(weir, PlantedLog.STREAM + ".dead"), 2);

        JsonNode audit = Http.json(
                weir.expect(1, "audit", "forged", "--deep", "--output", "json").out());

        assertThat(ForgedAccounts.found(audit.get("streams").get(0))).isEqualTo(forged.expected());
        assertThat(audit.get("passed").asBoolean()).isFalse();
        figure("%d planted errors, each found at its place", forged.expected().size());
    }

    private void publish(int version) throws IOException {
        Path streams = Files.createDirectories(folder.resolve("contracts/streams"));
        Files.writeString(streams.resolve("../weir.yaml"), "name: contracts\n");
        Files.writeString(streams.resolve("readings.yaml"), CONTRACT);
        Files.writeString(streams.resolve("readings.avsc"), schema(version));
        weir.expect(0, "apply", folder.resolve("contracts").toString());
    }

    private LogReading reading(String name) {
        return new LogReading(weir, folder.resolve(name), name);
    }

    private void killDuring(LogReading reading, int kills, long from, long to) {
        List<Long> moments = random.longs(Math.min(kills, victims.size()), from + 1, to)
                .sorted()
                .boxed()
                .toList();
        for (long moment : moments) {
            String victim = victims.remove(0);
            reading.kill(victim, moment, to);
            System.out.println(reading.name() + ": kill -9 " + victim + " at " + moment + " of " + log.size());
        }
    }

    /** Waits until all is read, stops the pipeline and looks at what it says. */
    private LedgerOfPipeline finish(LogReading reading) throws IOException {
        reading.awaitCommitted(log.size());
        Duration took = reading.since();
        reading.stop();
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(LedgerOfPipeline.read(weir, reading.ledgerName())
                                .ends(PlantedEvents.PARTITIONS))
                        .isEqualTo(log.ends()));
        LedgerOfPipeline ledger = LedgerOfPipeline.read(weir, reading.ledgerName());
        assertThat(ledger.fates().differences(log.fates())).isEmpty();
        assertThat(ledger.sums("misplaced").values().stream()
                        .mapToLong(sum -> sum)
                        .sum())
                .isEqualTo(log.misplaced());
        assertThat(counts(reading)).isEqualTo(log.bySensor(Fate.ON_TIME));
        long begin = System.nanoTime();
        JsonNode audit = Http.json(weir.expect(0, "audit", reading.name(), "--deep", "--output", "json")
                .out());
        Duration audited = Duration.ofNanos(System.nanoTime() - begin);
        JsonNode stream = audit.get("streams").get(0);
        assertThat(stream.get("read").asLong()).isEqualTo(log.size());
        assertThat(stream.get("late").asLong()).isEqualTo(log.fates().count(Fate.LATE));
        assertThat(stream.get("partitions")).hasSize(PlantedEvents.SILENT).allSatisfy(partition -> {
            assertThat(partition.get("not_recountable").isNull()).isTrue();
            assertThat(partition.get("not_recomputable").isNull()).isTrue();
        });
        JsonNode account = audit.get("accounts").get(0);
        assertThat(account.get("found").asLong()).isEqualTo(log.fates().count(Fate.ON_TIME));
        assertThat(account.get("not_recountable").isNull()).isTrue();
        figure(
                "%s %-9s %d kills, %,.0f events/s; %d entries; audit --deep %s",
                seconds(took),
                reading.name(),
                reading.kills(),
                log.size() * 1e3 / took.toMillis(),
                ledger.entries().size(),
                seconds(audited));
        return ledger;
    }

    private Map<String, Long> counts(LogReading reading) {
        Map<String, Long> counts = new HashMap<>();
        new Topic(weir, reading.output())
                .newestByKey()
                .forEach((sensor, row) -> counts.put(sensor, row.get("n").asLong()));
        return counts;
    }

    private static void compare(LedgerOfPipeline one, LedgerOfPipeline other) {
        assertThat(other.fates().differences(one.fates())).isEmpty();
        for (String column : List.of("resets", "given_up", "misplaced")) {
            assertThat(other.sums(column)).as(column).isEqualTo(one.sums(column));
            assertThat(other.sums(column).values()).as(column).anyMatch(sum -> sum > 0);
        }
    }

    private void figure(String text, Object... values) {
        figures.add(String.format(Locale.ROOT, text, values));
        System.out.println(figures.get(figures.size() - 1));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%6.1f s", duration.toMillis() / 1e3);
    }
}
