package dev.weir.benchmarks.latency;

import java.util.Arrays;
import java.util.Optional;

/** From where alerts come. */
enum LatencyWay {
    /** A consumer that sends on what would be an alert, in a loop: no pipeline over Kafka can be faster. */
    ECHO("echo"),
    WEIR_LOW("weir-low"),
    WEIR_COMMIT("weir-commit");

    private final String id;

    LatencyWay(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static Optional<LatencyWay> find(String id) {
        return Arrays.stream(values()).filter(way -> way.id.equals(id)).findFirst();
    }
}
