package dev.weir.benchmarks.latency;

import java.util.Arrays;
import java.util.Optional;

/** From where alerts come. */
enum LatencyWay {
    /** A consumer that sends on what would be an alert, in a loop: no pipeline over Kafka can be faster. */
    ECHO("echo"),
    /** With {@code latency: low} and {@code state: memory}. */
    WEIR_LOW("weir-low"),
    /** With {@code latency: low}, state in RocksDB. */
    WEIR_LOW_DISK("weir-low-disk"),
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
