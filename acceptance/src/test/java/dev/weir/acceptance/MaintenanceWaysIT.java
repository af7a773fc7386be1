package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readings of real machines become the same windows however they come: over HTTP or MQTT, in their order, shuffled, repeated or partly
 * a day late, while the log is entered in no order, and half of it late. The standard build sends two hours of the rig over MQTT, with all
 * of that at once; under {@code -Ptorture} all readings go each way.
 */
class MaintenanceWaysIT {

    private static final int PORT_OFFSET = 24_000;
    private static final String PIPELINE = "predictive-maintenance";
    private static final long SEED = 8;
    private static final double REPEATED = 0.05;
    /** Of a sensor in readings, of all four four times as many; of the machine that is 16 hours. */
    private static final int BEHIND = 200;
    /** What the contract takes as on time is 30 s. */
    private static final long SECONDS_APART = Duration.ofSeconds(20).toMillis();
    /** The machine measures every five minutes. */
    private static final long HOURS_APART = Duration.ofHours(4).toMillis();
    /** What is later than a day isn't in the windows any more. */
    private static final long DAY_LATE = Duration.ofHours(23).toMillis();

    private static final boolean ALL = Integer.getInteger("weir.rounds", 1) > 1;

    /** In which order readings come. */
    enum Order {
        AS_THEY_ARE,
        SHUFFLED,
        REPEATED,
        DAY_LATE,
        ALL_OF_IT;

        List<ObjectNode> of(List<ObjectNode> readings, long apart) {
            return switch (this) {
                case AS_THEY_ARE -> readings;
                case SHUFFLED -> Disorder.shuffledAndRepeated(readings, apart, 0, SEED);
                case REPEATED -> Disorder.repeated(readings, BEHIND, MaintenanceWaysIT.REPEATED, SEED);
                case DAY_LATE -> Disorder.late(readings, MachineReadings::comesLate, MaintenanceWaysIT.DAY_LATE);
                case ALL_OF_IT ->
                    Disorder.late(
                            Disorder.shuffledAndRepeated(readings, apart, MaintenanceWaysIT.REPEATED, SEED),
                            MachineReadings::comesLate,
                            MaintenanceWaysIT.DAY_LATE);
            };
        }
    }

    /** A way in. */
    enum Over {
        HTTP,
        MQTT;

        void send(Weir weir, List<ObjectNode> readings) throws Exception {
            switch (this) {
                case HTTP -> new Door(weir, "telemetry").send(readings);
                case MQTT -> new MqttDoor(weir).send(readings);
            }
        }
    }

    record Way(Over over, Order order, int hours) {}

    @TempDir
    private Path folder;

    private Weir weir;

    static Stream<Way> ways() {
        return ALL
                ? Stream.of(Over.values())
                        .flatMap(over -> Stream.of(Order.values()).map(order -> new Way(over, order, 37)))
                : Stream.of(new Way(Over.MQTT, Order.ALL_OF_IT, 2));
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(MachineReadings.arePresent(), "the machines' readings are not beside this checkout");
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        weir.expect(
                0,
                "run",
                Weir.copyOfPipeline(PIPELINE, folder.resolve("project")).toString());
    }

    @AfterEach
    void stop() {
        if (weir != null) {
            weir.down();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void windowsAreTheSameHoweverReadingsCome(Way way) throws Exception {
        MachineReadings readings = new MachineReadings(way.hours());
        List<ObjectNode> rig = readings.ofRig();
        List<ObjectNode> machine = MachineReadings.ofMachine();
        List<ObjectNode> ends = MachineReadings.endsOfRig(rig);
        List<ObjectNode> sent = new ArrayList<>(way.order().of(machine, HOURS_APART));
        sent.addAll(way.order().of(rig, SECONDS_APART));
        sent.addAll(ends);
        int unique = machine.size() + rig.size() + ends.size();
        List<String> conditions = new ArrayList<>(MachineReadings.conditions());
        Collections.shuffle(conditions, new Random(SEED));
        int half = conditions.size() / 2;
        Database database = Database.of(folder.resolve("home"), PORT_OFFSET);

        database.execute("INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(0, half)));
        way.over().send(weir, sent);
        awaitRead("telemetry", sent.size(), sent.size() - unique);
        database.execute(
                "INSERT INTO conditions VALUES " + String.join(", ", conditions.subList(half, conditions.size())),
                "INSERT INTO maintenance VALUES " + MachineWindows.SERVICES);

        awaitRead("conditions", conditions.size(), 0);
        awaitRead("maintenance", 2, 0);
        weir.awaitNextCheckpoint(PIPELINE);
        new MachineWindows(readings)
                .areThose(MachineWindows.byName(
                        new Topic(weir, "machine_features").newestByKey().values()));
        JsonNode counts = Http.json(weir.expect(0, "audit", PIPELINE, "--deep", "--output", "json")
                        .out())
                .get("streams")
                .valueStream()
                .filter(stream -> stream.get("stream").asText().equals("telemetry"))
                .findFirst()
                .orElseThrow();
        assertThat(new HashSet<>(sent)).hasSize(unique);
        assertThat(counts.get("duplicate").asLong()).isEqualTo(sent.size() - unique);
        assertThat(counts.get("on_time").asLong()
                        + counts.get("late").asLong()
                        + counts.get("duplicate").asLong())
                .isEqualTo(sent.size());
        // Of the machine those into which its clock jumped back.
        assertThat(counts.get("late").asLong()).isPositive();
        System.out.println(way + ": " + counts.get("on_time") + " on time, " + counts.get("late") + " late, "
                + counts.get("duplicate") + " repeated");
    }

    private void awaitRead(String stream, int count, int repeated) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    JsonNode counts = weir.streamCounts(stream);
                    assertThat(counts.path("read").asLong()).isEqualTo(count);
                    assertThat(counts.path("repeated").asLong()).isEqualTo(repeated);
                    assertThat(counts.path("dead").asLong()).isZero();
                });
    }
}
