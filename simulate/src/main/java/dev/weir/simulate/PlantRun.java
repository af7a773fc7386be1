package dev.weir.simulate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends what a plant measures, at its pace or a multiple of it. */
public final class PlantRun {

    /** As fast as it goes. */
    public static final double AT_ONCE = 0;

    private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOK_EVERY = 1_000;
    /** So far apart in the plant's time are connections, at most, for each batch that waits. */
    private static final long TOGETHER_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Plant plant;
    private final Sender sender;
    private final double speed;
    private final LongConsumer listener;

    /**
     * @param speed how many times as fast as in the plant; {@link #AT_ONCE} without any wait
     * @param listener told now and then which time it is in the plant, in milliseconds since 1970
     */
    public PlantRun(Plant plant, Sender sender, double speed, LongConsumer listener) {
        this.plant = plant;
        this.sender = sender;
        this.speed = speed;
        this.listener = listener;
    }

    /**
     * Returns when all is acknowledged or refused.
     *
     * @return what the plant's gateways sent, and what was never sent; without what was sent again on the way
     */
    public Oracle.Counts run() throws SendingException, InterruptedException {
        Deliveries deliveries = new Deliveries(plant);
        long begun = System.nanoTime();
        long unique = 0;
        long repeated = 0;
        long flushed = 0;
        boolean settled = false;
        for (@Nullable Delivery next = deliveries.next(); next != null; next = deliveries.next()) {
            if (speed != AT_ONCE) {
                await(begun, next.atMillis());
            }
            if (next.atMillis() - flushed >= TOGETHER_MILLIS) {
                sender.flush();
                flushed = next.atMillis();
            }
            if (!settled && next.atMillis() > plant.settledMillis()) {
                // However slow a connection is: what comes from here on lets time pass all before.
                sender.settle();
                settled = true;
            }
            sender.send(next);
            if (next.again()) {
                repeated++;
            } else {
                unique++;
            }
            if ((unique + repeated) % LOOK_EVERY == 0) {
                listener.accept(next.atMillis());
            }
        }
        sender.finish();
        return new Oracle.Counts(unique + repeated, unique, repeated, deliveries.neverSent());
    }

    private void await(long begun, long atMillis) throws SendingException, InterruptedException {
        long due = begun + (long) ((atMillis - plant.config().startMillis()) * 1e6 / speed);
        if (due - System.nanoTime() <= EARLY_NANOS) {
            return;
        }
        sender.flush();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            listener.accept(atMillis);
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
