package dev.weir.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import dev.weir.simulate.mqtt.MqttFleet;
import dev.weir.simulate.mqtt.MqttFleetConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The gateway's MQTT door to {@code telemetry}, over one connection. */
final class MqttDoor {

    private static final Duration GIVE_UP = Duration.ofMinutes(2);

    private final int port;

    MqttDoor(Weir weir) {
        port = weir.mqttPort();
    }

    /** Sends each event as a message, in order, and fails unless every one is stored. What the topic says isn't in the payload. */
    void send(List<ObjectNode> events) throws SendingException, InterruptedException {
        MqttFleet fleet =
                new MqttFleet(MqttFleetConfig.of("127.0.0.1", port, 1, 1, "plant-" + System.nanoTime(), null, GIVE_UP));
        try {
            fleet.awaitConnected();
            for (ObjectNode event : events) {
                ObjectNode payload = event.deepCopy();
                String machine = payload.remove("machine_id").asText();
                String sensor = payload.remove("sensor_id").asText();
                fleet.send(
                        0,
                        "plants/north/machines/" + machine + "/sensors/" + sensor,
                        payload.toString().getBytes(StandardCharsets.UTF_8));
            }
            fleet.finish();
            if (!fleet.sent().equals(new Sent(events.size(), 0, 0))) {
                throw new AssertionError("of " + events.size() + " messages: " + fleet.sent());
            }
        } finally {
            fleet.close();
        }
    }
}
