package dev.weir.benchmarks.door;

import java.util.List;

/**
 * How events come in.
 *
 * @param batch events in a request or a message; 0 for the bare producer
 */
record DoorWay(String id, String title, Protocol protocol, int batch) {

    /** What carries them. */
    enum Protocol {
        KAFKA,
        HTTP,
        MQTT
    }

    static final DoorWay PRODUCER = new DoorWay("producer", "bare producer, acks=all, idempotent", Protocol.KAFKA, 0);

    static final List<DoorWay> ALL = List.of(
            PRODUCER,
            new DoorWay("door-1", "HTTP, JSON, one event a request", Protocol.HTTP, 1),
            new DoorWay("door-100", "HTTP, JSON, 100 a request", Protocol.HTTP, 100),
            new DoorWay("door-1000", "HTTP, JSON, 1,000 a request", Protocol.HTTP, 1000),
            new DoorWay("mqtt-1", "MQTT QoS 1, JSON, one event a message", Protocol.MQTT, 1),
            new DoorWay("mqtt-100", "MQTT QoS 1, JSON, 100 a message", Protocol.MQTT, 100));
}
