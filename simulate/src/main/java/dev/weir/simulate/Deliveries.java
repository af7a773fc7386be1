package dev.weir.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All that is sent, in the order of time: a reading when it is measured, after an outage, or again. Holds in memory what is held
 * back in the plant. Not thread-safe.
 */
public final class Deliveries {

    private final Plant plant;
    private final PriorityQueue<Delivery> held = new PriorityQueue<>(Comparator.comparingLong(Delivery::atMillis)
            .thenComparingLong(Delivery::number)
            .thenComparingInt(Delivery::sensor)
            .thenComparing(Delivery::again));
    private long round;
    private int sensor;
    private long neverSent;
    /** Measured, and to be sent when it is its turn. */
    private @Nullable Delivery fresh;

    public Deliveries(Plant plant) {
        this.plant = plant;
    }

    /** Null at the end. */
    public @Nullable Delivery next() {
        if (fresh == null) {
            fresh = measure();
        }
        Delivery oldest = held.peek();
        if (oldest != null && (fresh == null || oldest.atMillis() < fresh.atMillis())) {
            return held.poll();
        }
        Delivery now = fresh;
        fresh = null;
        return now;
    }

    /** How many were measured until now and are not sent, ever. */
    public long neverSent() {
        return neverSent;
    }

    /** The next that is sent as soon as it is measured; others on the way there are held. */
    private @Nullable Delivery measure() {
        while (round < plant.config().rounds()) {
            Delivery oldest = held.peek();
            int of = sensor;
            int step = plant.step(of);
            long number = round / step;
            boolean due = round % step == 0;
            if (due && oldest != null && oldest.atMillis() <= plant.measuredAt(of, number)) {
                return null;
            }
            sensor++;
            if (sensor == plant.config().sensors()) {
                sensor = 0;
                round++;
            }
            if (!due) {
                continue;
            }
            if (!plant.isSent(of, number)) {
                neverSent++;
                continue;
            }
            if (plant.isRepeated(of, number)) {
                held.add(new Delivery(plant.arrivesAgainAt(of, number), of, number, true));
            }
            long arrives = plant.arrivesAt(of, number);
            Delivery delivery = new Delivery(arrives, of, number, false);
            if (arrives == plant.measuredAt(of, number)) {
                return delivery;
            }
            held.add(delivery);
        }
        return null;
    }
}
