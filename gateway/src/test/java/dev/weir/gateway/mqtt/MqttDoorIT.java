package dev.weir.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.gateway.TestingGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door over MQTT in front of a real Kafka, with Eclipse Paho's clients. */
class MqttDoorIT {

    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path home;

    private static TestingGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestingGateway.start(home);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void messagesOfVersion311AreInKafkaWhenTheyAreAcknowledged() throws Exception {
        gateway.publish(TestingStreams.source("older", "older/{machine}/{sensor}", ""));
        try (MqttClient client = new MqttClient(uri(), "older", new MemoryPersistence())) {
            client.connect();

            for (int i = 0; i < 200; i++) {
                client.publish("older/m-1/s-" + i % 7, json(reading(i)), 1, false);
            }

            assertThat(events("older")).hasSize(200).contains(event("s-3", 3), event("s-4", 158));
            client.publish("older/m-1/s-1", "oops".getBytes(UTF_8), 1, false);
            assertThat(gateway.read("older").values())
                    .anySatisfy(record -> assertThat(record.value()).isEqualTo("oops".getBytes(UTF_8)));
            client.disconnect();
        }
    }

    @Test
    void messagesOfVersion5AreInKafkaWhenTheyAreAcknowledged() throws Exception {
        gateway.publish(TestingStreams.source("newer", "newer/{machine}/{sensor}", ""));
        org.eclipse.paho.mqttv5.client.MqttClient client = new org.eclipse.paho.mqttv5.client.MqttClient(
                uri(), "newer", new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        try {
            client.connect(new MqttConnectionOptions());

            for (int i = 0; i < 100; i++) {
                client.publish("newer/m-1/s-1", new MqttMessage(json(reading(i)), 1, false, null));
            }
            client.publish(
                    "newer/m-1/s-2",
                    new MqttMessage(
                            json("{'seq':5,'at':0,'period_ms':1000,'samples':[[1,41.5],[2,41.5]]}"), 1, false, null));

            assertThat(events("newer"))
                    .hasSize(102)
                    .contains(event("s-1", 99))
                    .contains("{\"sensor\":\"s-2\",\"machine\":\"m-1\",\"seq\":6,\"at\":\"1970-01-01T00:00:01Z\","
                            + "\"vibration\":2.0,\"temperature\":41.5}");
            client.disconnect();
        } finally {
            client.close();
        }
    }

    /** Kafka dies by force under load and comes back: nobody is sent away, and all is stored that is acknowledged. */
    @Test
    void clientsOnlyWaitWhileKafkaIsGone() throws Exception {
        gateway.publish(TestingStreams.source("survivors", "survivors/{machine}/{sensor}", ""));
        List<MqttAsyncClient> clients = new ArrayList<>();
        List<IMqttDeliveryToken> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            MqttAsyncClient client = new MqttAsyncClient(uri(), "survivor-" + i, new MemoryPersistence());
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMaxInflight(50);
            options.setKeepAliveInterval(5);
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
            clients.add(client);
        }
        for (int i = 0; i < 200; i++) {
            sent.add(publish(clients, i));
        }
        gateway.killKafka();
        for (int i = 200; i < 400; i++) {
            sent.add(publish(clients, i));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.get("/health").statusCode() == 503);
        // Longer than a delivery may take, and than a keep-alive.
        await().pollDelay(Duration.ofSeconds(9)).until(() -> clients.stream().allMatch(MqttAsyncClient::isConnected));
        assertThat(sent.stream().filter(token -> !token.isComplete())).isNotEmpty();

        gateway.bringBack();

        for (IMqttDeliveryToken token : sent) {
            token.waitForCompletion(PATIENCE_MILLIS);
        }
        assertThat(clients).allMatch(MqttAsyncClient::isConnected);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            expected.add(event("s-" + i % 10, i));
        }
        assertThat(new TreeSet<>(events("survivors"))).isEqualTo(new TreeSet<>(expected));
        for (MqttAsyncClient client : clients) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private static IMqttDeliveryToken publish(List<MqttAsyncClient> clients, int i) throws Exception {
        return clients.get(i % clients.size())
                .publish("survivors/m-1/s-" + i % clients.size(), json(reading(i)), 1, false);
    }

    private static String reading(int seq) {
        return "{'seq':" + seq + ",'at':0,'temperature':41.5}";
    }

    private static String event(String sensor, int seq) {
        return "{\"sensor\":\"" + sensor + "\",\"machine\":\"m-1\",\"seq\":" + seq
                + ",\"at\":\"1970-01-01T00:00:00Z\",\"vibration\":null,\"temperature\":41.5}";
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private static String uri() {
        return "tcp://127.0.0.1:" + gateway.mqttPort();
    }

    private static List<String> events(String topic) throws RecordRejectedException {
        JsonEventDecoder decoder =
                new JsonEventDecoder(TestingStreams.readings().contract().schema());
        List<String> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : gateway.read(topic).values()) {
            // A heartbeat has neither key nor value.
            if (record.value() != null) {
                events.add(decoder.decode(record.value()));
            }
        }
        return events;
    }
}
