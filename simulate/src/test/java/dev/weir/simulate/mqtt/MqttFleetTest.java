package dev.weir.simulate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.simulate.SendingException;
import dev.weir.simulate.mqtt.TestingMqttServer.Fate;
import dev.weir.simulate.mqtt.TestingMqttServer.Taken;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MqttFleetTest {

    private static final int CONNECTIONS = 7;

    @Test
    void eachMessageIsAcknowledgedOnce() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED);
                MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
            send(fleet, 20_000);
            fleet.finish();

            assertThat(fleet.sent().acknowledged()).isEqualTo(20_000);
            assertThat(fleet.sent().again()).isZero();
            assertThat(fleet.connected()).isEqualTo(CONNECTIONS);
            assertThat(newOnes(server.taken())).isEqualTo(expected(20_000));
            assertThat(server.taken()).hasSize(20_000).noneMatch(Taken::again);
        }
    }

    @Test
    void acknowledgementsAndConnectionsAreLostAndNothingElseIs() throws Exception {
        Random random = new Random(5);
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> switch (random.nextInt(400)) {
                    case 0 -> Fate.SILENT;
                    case 1 -> Fate.CLOSED_AFTER;
                    case 2 -> Fate.CLOSED_BEFORE;
                    default -> Fate.ACKNOWLEDGED;
                });
                MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
            send(fleet, 10_000);
            fleet.finish();

            assertThat(fleet.sent().acknowledged()).isEqualTo(10_000);
            assertThat(fleet.sent().again()).isPositive();
            assertThat(fleet.connectionsLost()).isPositive();
            assertThat(newOnes(server.taken())).isEqualTo(expected(10_000));
            assertThat(server.taken().stream().filter(Taken::again).count())
                    .isPositive()
                    .isLessThanOrEqualTo(fleet.sent().again());
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackGetsTheRest() throws Exception {
        List<Taken> taken = new ArrayList<>();
        TestingMqttServer first = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED);
        try (MqttFleet fleet = new MqttFleet(config(first.port(), null))) {
            send(fleet, 3_000);
            await().until(() -> fleet.sent().acknowledged() > 1_000);
            first.close();
            taken.addAll(first.taken());
            await().until(() -> fleet.connected() == 0);
            try (TestingMqttServer second =
                    new TestingMqttServer(first.port(), (number, message) -> Fate.ACKNOWLEDGED)) {
                fleet.finish();
                taken.addAll(second.taken());
            }

            assertThat(fleet.sent().acknowledged()).isEqualTo(3_000);
            assertThat(newOnes(taken)).isEqualTo(expected(3_000));
        }
    }

    @Test
    void noMoreIsInFlightThanTheServerTakes() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            server.receiveMaximum = 5;
            try (MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
                send(fleet, 1_000);
                fleet.finish();

                assertThat(server.mostInFlight).isEqualTo(5);
            }
        }
    }

    @Test
    void whoSendsIsHeldWhileTooMuchWaits() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.SILENT);
                MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
            var threads = Executors.newSingleThreadExecutor();
            Future<?> sending = threads.submit(() -> {
                send(fleet, 100_000);
                return null;
            });
            await().until(() -> server.taken().size() >= CONNECTIONS * Window.WIDEST);

            assertThat(sending).isNotDone();

            threads.shutdownNow();
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(sending::get)
                    .withCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void refusedMessagesAreCountedAndOthersFollow() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            server.reason = 0x97;
            try (MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
                send(fleet, 500);
                fleet.finish();

                assertThat(fleet.sent().refused()).isEqualTo(500);
                assertThat(fleet.sent().acknowledged()).isZero();
            }
        }
    }

    @Test
    void aTopicThatNoStreamHasEndsItWithWhatToDo() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            server.reason = 0x90;
            try (MqttFleet fleet = new MqttFleet(config(server.port(), null))) {
                assertThatExceptionOfType(SendingException.class)
                        .isThrownBy(() -> {
                            send(fleet, 500);
                            fleet.finish();
                        })
                        .withMessageContaining("No stream has the topics");
            }
        }
    }

    @Test
    void theKeyIsThePasswordAndAWrongOneIsSaid() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            server.answer = MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
            MqttFleetConfig config = config(server.port(), "weir_1_secret");
            assertThat(config.toString()).doesNotContain("secret");
            try (MqttFleet fleet = new MqttFleet(config)) {
                assertThatExceptionOfType(SendingException.class)
                        .isThrownBy(() -> {
                            send(fleet, 10);
                            fleet.finish();
                        })
                        .withMessageContaining("WEIR_API_KEY");
                assertThat(server.password).isEqualTo("weir_1_secret");
            }
        }
    }

    @Test
    void nobodyThereForLongIsSaid() throws Exception {
        int port;
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            port = server.port();
        }
        try (MqttFleet fleet = new MqttFleet(config(port, null))) {
            assertThatExceptionOfType(SendingException.class)
                    .isThrownBy(() -> {
                        send(fleet, 10);
                        fleet.finish();
                    })
                    .withMessageContaining("acknowledged nothing for 3 s (0 connections are open)");
        }
    }

    @Test
    void connectionsEndWithTheFleet() throws Exception {
        try (TestingMqttServer server = new TestingMqttServer(0, (number, message) -> Fate.ACKNOWLEDGED)) {
            MqttFleet fleet = new MqttFleet(config(server.port(), null));
            await().until(() -> fleet.connected() == CONNECTIONS);

            fleet.close();

            await().until(() -> server.connected() == 0);
        }
    }

    private static MqttFleetConfig config(int port, @Nullable String key) {
        return new MqttFleetConfig(
                "127.0.0.1", port, CONNECTIONS, 2, "test", key, Duration.ofMillis(500), Duration.ofSeconds(3), 5_000);
    }

    private static void send(MqttFleet fleet, int messages) throws SendingException, InterruptedException {
        for (int number = 0; number < messages; number++) {
            int sensor = number % 20;
            fleet.send(
                    sensor % CONNECTIONS,
                    "s/" + sensor,
                    Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        }
        fleet.flush();
    }

    /** By topic, in the order in which they were sent. */
    private static Map<String, List<Integer>> expected(int messages) {
        Map<String, List<Integer>> expected = new HashMap<>();
        for (int number = 0; number < messages; number++) {
            expected.computeIfAbsent("s/" + number % 20, topic -> new ArrayList<>())
                    .add(number);
        }
        return expected;
    }

    /** By topic, each message when it came first. */
    private static Map<String, List<Integer>> newOnes(List<Taken> taken) {
        Map<String, List<Integer>> all = new HashMap<>();
        for (Taken each : taken) {
            List<Integer> ofTopic = all.computeIfAbsent(each.topic(), topic -> new ArrayList<>());
            int number = Integer.parseInt(each.payload());
            if (ofTopic.isEmpty() || number > ofTopic.get(ofTopic.size() - 1)) {
                ofTopic.add(number);
            }
        }
        return all;
    }
}
