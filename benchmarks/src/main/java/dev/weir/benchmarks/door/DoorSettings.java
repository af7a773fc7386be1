package dev.weir.benchmarks.door;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.util.List;

/**
 * How the door is measured.
 *
 * @param events of a run, the first half of them to warm up; of the way of single events a tenth
 * @param connections to the door
 * @param inFlight messages of each connection over MQTT that aren't acknowledged, at most
 */
record DoorSettings(
        int events, int sensors, int partitions, int connections, int inFlight, int rounds, List<DoorWay> ways) {

    private static final int LEAST = 20;
    private static final int FEWER = 10;
    /** What the door takes. */
    private static final int MOST_IN_FLIGHT = 64;

    private static final long SEED = 5;

    DoorSettings {
        if (events < LEAST || connections < 1 || rounds < 1) {
            throw new IllegalArgumentException("Events must be " + LEAST + " at least, connections and rounds 1.");
        }
        if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "From 1 to " + MOST_IN_FLIGHT + " messages can be in flight, not " + inFlight + ".");
        }
        ways = List.copyOf(ways);
    }

    TelemetrySettings log(DoorWay way) {
        int size = way.batch() == 1 ? events / FEWER : events;
        return new TelemetrySettings(size, sensors, partitions, 1, 0, 0, 0, "none", SEED);
    }
}
