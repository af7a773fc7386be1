package dev.weir.simulate.mqtt;

import dev.weir.simulate.Delivery;
import dev.weir.simulate.Plant;
import dev.weir.simulate.Reading;

/**
 * Readings that wait in their sensors until there are enough for a message: those of a sensor one after the other, none missing
 * between them, and equally far apart by its clock. Holds two numbers a sensor. Not thread-safe.
 */
final class Bursts {

    private final Plant plant;
    private final int most;
    private final long[] first;
    private final int[] size;

    /** @param most how many readings are in a message */
    Bursts(Plant plant, int most) {
        this.plant = plant;
        this.most = most;
        first = new long[plant.config().sensors()];
        size = new int[plant.config().sensors()];
    }

    int size(int sensor) {
        return size[sensor];
    }

    boolean isFull(int sensor) {
        return size[sensor] == most;
    }

    /** Takes a reading in; false if it doesn't go with those that wait, or is a repeat: these must be taken out first. */
    boolean add(Delivery delivery) {
        int sensor = delivery.sensor();
        if (delivery.again() || (size[sensor] > 0 && !continues(sensor, delivery.number()))) {
            return false;
        }
        if (size[sensor] == 0) {
            first[sensor] = delivery.number();
        }
        size[sensor]++;
        return true;
    }

    private boolean continues(int sensor, long number) {
        long begin = plant.reading(sensor, first[sensor]).eventTime();
        return number == first[sensor] + size[sensor]
                && plant.reading(sensor, number).eventTime() == begin + size[sensor] * apart(sensor);
    }

    private long apart(int sensor) {
        return plant.periodOf(sensor).toMillis();
    }

    /** Empties a sensor that has one: its number. */
    long takeOne(int sensor) {
        size[sensor] = 0;
        return first[sensor];
    }

    /** Empties a sensor that has at least one: one message with all that waited, as the contract of {@code telemetry} has bursts. */
    String take(int sensor) {
        Reading begin = plant.reading(sensor, first[sensor]);
        StringBuilder json = new StringBuilder(80 + 16 * size[sensor])
                .append("{\"seq\":")
                .append(begin.sequence())
                .append(",\"event_time\":")
                .append(begin.eventTime())
                .append(",\"period_ms\":")
                .append(apart(sensor))
                .append(",\"samples\":[");
        for (int i = 0; i < size[sensor]; i++) {
            Reading reading = plant.reading(sensor, first[sensor] + i);
            json.append(i == 0 ? "[" : ",[")
                    .append(reading.vibration())
                    .append(',')
                    .append(reading.temperature())
                    .append(']');
        }
        size[sensor] = 0;
        return json.append("]}").toString();
    }
}
