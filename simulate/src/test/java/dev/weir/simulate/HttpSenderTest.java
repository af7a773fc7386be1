package dev.weir.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.simulate.FaultyDoor.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Plant plant = new Plant(new PlantConfig(
            40, 4, 4, 9, TestingPlants.START, Duration.ofSeconds(10), Duration.ofMinutes(30), Duration.ofHours(1)));
    private final Oracle.Counts counts = new Oracle(plant, List.of()).counts();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void allIsAcknowledgedAndStoredInTheOrderOfEachSensor() throws Exception {
        try (FaultyDoor door = new FaultyDoor();
                HttpSender sender = sender(door, 3)) {
            assertThat(run(sender)).isEqualTo(counts);

            assertThat(sender.sent()).isEqualTo(new Sent(counts.sent(), 0, 0));
            assertThat(bySensor(door.stored())).isEqualTo(bySensor(given()));
        }
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainUntilItIs() throws Exception {
        try (FaultyDoor door = new FaultyDoor(
                        Answer.BUSY, Answer.STORED_WITHOUT_ANSWER, Answer.EVERY_SECOND_STORED, Answer.BUSY);
                HttpSender sender = sender(door, 2)) {
            run(sender);

            assertThat(sender.sent().acknowledged()).isEqualTo(counts.sent());
            assertThat(sender.sent().again()).isPositive();
            assertThat(door.stored()).hasSizeGreaterThan((int) counts.sent());
            assertThat(door.stored().stream().distinct().count()).isEqualTo(counts.unique());
        }
    }

    @Test
    void whatIsRefusedIsCountedAndNotSentAgain() throws Exception {
        try (FaultyDoor door = new FaultyDoor(Answer.FIRST_REFUSED);
                HttpSender sender = sender(door, 1)) {
            run(sender);

            assertThat(sender.sent()).isEqualTo(new Sent(counts.sent() - 1, 1, 0));
        }
    }

    @Test
    void doorThatKnowsNoSuchStreamEndsTheRun() throws Exception {
        try (FaultyDoor door = new FaultyDoor(Answer.UNKNOWN_STREAM);
                HttpSender sender = sender(door, 2)) {
            assertThatThrownBy(() -> run(sender))
                    .isInstanceOf(SendingException.class)
                    .hasMessageContaining("404 UNKNOWN_STREAM Which?");
        }
    }

    @Test
    void doorThatIsAwayEndsTheRunAfterAWhile() throws Exception {
        FaultyDoor door = new FaultyDoor();
        door.close();
        try (HttpSender sender = new HttpSender(plant, door.stream(), null, 1, Duration.ofMillis(300), threads)) {
            assertThatThrownBy(() -> run(sender))
                    .isInstanceOf(SendingException.class)
                    .hasMessageContaining("may be stored or not");
        }
    }

    private HttpSender sender(FaultyDoor door, int connections) {
        return new HttpSender(plant, door.stream(), null, connections, Duration.ofSeconds(20), threads);
    }

    private Oracle.Counts run(HttpSender sender) throws Exception {
        return new PlantRun(plant, sender, PlantRun.AT_ONCE, time -> {}).run();
    }

    private List<String> given() {
        return TestingPlants.deliveries(plant).stream()
                .map(delivery ->
                        plant.reading(delivery.sensor(), delivery.number()).json())
                .toList();
    }

    private static Map<String, List<String>> bySensor(List<String> lines) {
        return new HashMap<>(
                lines.stream().collect(Collectors.groupingBy(line -> line.substring(0, line.indexOf(',')))));
    }
}
