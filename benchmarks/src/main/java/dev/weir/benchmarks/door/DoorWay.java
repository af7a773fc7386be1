package dev.weir.benchmarks.door;

import java.util.List;

/**
 * How events come in.
 *
 * @param batch events in a request; 0 for the bare producer
 */
record DoorWay(String id, String title, int batch) {

    static final DoorWay PRODUCER = new DoorWay("producer", "bare producer, acks=all, idempotent", 0);

    static final List<DoorWay> ALL = List.of(
            PRODUCER,
            new DoorWay("door-1", "door, JSON, one event a request", 1),
            new DoorWay("door-100", "door, JSON, 100 a request", 100),
            new DoorWay("door-1000", "door, JSON, 1,000 a request", 1000));
}
