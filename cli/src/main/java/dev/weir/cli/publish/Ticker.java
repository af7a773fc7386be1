package dev.weir.cli.publish;

import java.time.Duration;

/** Time that passes. */
interface Ticker {

    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
    };

    /** Counts from an arbitrary moment. */
    long nanos();

    void sleep(Duration duration) throws InterruptedException;
}
