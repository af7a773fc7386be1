package dev.weir.cli;

import dev.weir.simulate.HttpSender;
import dev.weir.simulate.Plant;
import dev.weir.simulate.Sender;
import dev.weir.simulate.SendingException;
import dev.weir.simulate.mqtt.MqttFleet;
import dev.weir.simulate.mqtt.MqttFleetConfig;
import dev.weir.simulate.mqtt.MqttSender;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The door that a made-up plant sends through.
 *
 * @param to where events are posted, or {@code mqtt://HOST:PORT}
 * @param connections over how many; over MQTT it is one a gateway
 * @param burst how many readings of a sensor are in a message
 */
record PlantDoor(Over over, URI to, int connections, int burst) {

    /** The ways in. */
    enum Over {
        HTTP,
        MQTT
    }

    private static final int USUAL_CONNECTIONS = 4;
    private static final int MOST_CONNECTIONS = 256;
    /** What the door takes. */
    private static final int MOST_IN_BURST = 1_000;

    private static final Duration GIVE_UP = Duration.ofMinutes(2);
    private static final String KEY = "WEIR_API_KEY";
    private static final String SITE = "simulated";
    /** One takes tens of thousands of messages a second. */
    private static final int MQTT_THREADS = 1;

    /**
     * As options say it.
     *
     * @throws CommandFailure if they contradict each other
     */
    static PlantDoor of(
            Home home, Over over, @Nullable URI to, @Nullable Integer connections, int gateways, int burst) {
        if (burst < 1 || burst > MOST_IN_BURST) {
            throw usage("--burst is from 1 to " + MOST_IN_BURST + ".");
        }
        return switch (over) {
            case HTTP -> http(home, to, connections == null ? USUAL_CONNECTIONS : connections, burst);
            case MQTT -> mqtt(home, to, connections, gateways, burst);
        };
    }

    private static PlantDoor http(Home home, @Nullable URI to, int connections, int burst) {
        if (burst > 1) {
            throw usage("Bursts are messages: --burst goes with --over mqtt.");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw usage("--connections is from 1 to " + MOST_CONNECTIONS + " over HTTP.");
        }
        URI stream = to == null ? URI.create(LocalServers.gateway(home) + "/streams/telemetry") : to;
        if (stream.getScheme() == null || !stream.getScheme().matches("https?")) {
            throw usage("--to is a URL such as http://127.0.0.1:7070/streams/telemetry over HTTP, not '" + to + "'.");
        }
        return new PlantDoor(Over.HTTP, stream, connections, burst);
    }

    private static PlantDoor mqtt(Home home, @Nullable URI to, @Nullable Integer connections, int gateways, int burst) {
        if (connections != null) {
            throw usage("Over MQTT each gateway has a connection: say --gateways instead of --connections.");
        }
        URI door = to == null ? LocalServers.mqtt(home) : to;
        if (!"mqtt".equals(door.getScheme()) || door.getHost() == null || door.getPort() < 1) {
            throw usage("--to is as mqtt://127.0.0.1:7883 over MQTT, not '" + to + "'.");
        }
        return new PlantDoor(Over.MQTT, door, gateways, burst);
    }

    /**
     * Connects.
     *
     * @throws SendingException if the door can't be reached for long
     */
    Sender open(Plant plant) throws SendingException, InterruptedException {
        String key = System.getenv(KEY);
        return switch (over) {
            case HTTP -> new HttpSender(plant, to, key, connections, GIVE_UP, threads());
            case MQTT -> new MqttSender(plant, SITE, burst, fleet(key));
        };
    }

    private MqttFleet fleet(@Nullable String key) throws SendingException, InterruptedException {
        MqttFleet fleet = new MqttFleet(
                MqttFleetConfig.of(to.getHost(), to.getPort(), connections, MQTT_THREADS, clientIds(), key, GIVE_UP));
        try {
            fleet.awaitConnected();
            return fleet;
        } catch (SendingException | InterruptedException e) {
            fleet.close();
            throw e;
        }
    }

    /** They end with the process, if not before. */
    private ExecutorService threads() {
        return Executors.newFixedThreadPool(connections, task -> {
            Thread thread = new Thread(task, "simulate-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Another run's connections aren't taken over. */
    private static String clientIds() {
        return "weir-simulate-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
