package dev.weir.simulate.mqtt;

import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a fleet's messages, and how many more may be on their way. Told by event loops; waited for by the one thread
 * that sends.
 */
final class FleetProgress {

    private static final long LOOK_MILLIS = 100;

    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private int connected;
    private final AtomicReference<@Nullable SendingException> failure = new AtomicReference<>();
    private final int waiting;
    private final Duration giveUp;
    private final Semaphore room;

    FleetProgress(int waiting, Duration giveUp) {
        this.waiting = waiting;
        this.giveUp = giveUp;
        room = new Semaphore(waiting);
    }

    /** A message with so many readings. */
    void acknowledged(int readings) {
        acknowledged.add(readings);
        room.release();
    }

    void refused(int readings) {
        refused.add(readings);
        room.release();
    }

    void again(int readings) {
        again.add(readings);
    }

    void connectionLost() {
        lost.increment();
    }

    synchronized void connected(int more) {
        connected += more;
        notifyAll();
    }

    void fail(SendingException why) {
        failure.compareAndSet(null, why);
    }

    synchronized int connected() {
        return connected;
    }

    long connectionsLost() {
        return lost.sum();
    }

    Sent sent() {
        return new Sent(acknowledged.sum(), refused.sum(), again.sum());
    }

    /** Waits until so many connections are open, as long as more and more are. */
    synchronized void awaitConnected(int wanted) throws SendingException, InterruptedException {
        int most = 0;
        long since = System.nanoTime();
        for (int open = connected; open < wanted; open = connected) {
            throwFailure();
            if (open > most) {
                most = open;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > giveUp.toNanos()) {
                throw new SendingException(
                        "Of " + wanted + " connections to the door over MQTT " + open + " are open, and no more for "
                                + giveUp.toSeconds() + " s. Does it run, and may so many files be open?");
            }
            wait(LOOK_MILLIS);
        }
    }

    /** Whether another message may be on its way without a wait. */
    boolean hasRoom() throws SendingException {
        throwFailure();
        return room.tryAcquire();
    }

    /** Waits until another message may. */
    void awaitRoom() throws SendingException, InterruptedException {
        await(1);
    }

    /** Waits until none is on its way any more. */
    void awaitAll() throws SendingException, InterruptedException {
        await(waiting);
        room.release(waiting);
    }

    private void await(int permits) throws SendingException, InterruptedException {
        long settled = -1;
        long since = System.nanoTime();
        do {
            throwFailure();
            long now = acknowledged.sum() + refused.sum();
            if (now != settled) {
                settled = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > giveUp.toNanos()) {
                throw new SendingException(
                        "The door over MQTT has acknowledged nothing for " + giveUp.toSeconds() + " s (" + connected()
                                + " connections are open). What isn't acknowledged may be stored or not.");
            }
        } while (!room.tryAcquire(permits, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void throwFailure() throws SendingException {
        SendingException why = failure.get();
        if (why != null) {
            throw why;
        }
    }
}
