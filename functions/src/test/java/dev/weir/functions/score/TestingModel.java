package dev.weir.functions.score;

import java.util.concurrent.CountDownLatch;

/** A model that adds a number to the first input, and may be made to fail or to take until it is broken off. */
final class TestingModel implements Model {

    private final String version;
    private final double added;
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private volatile boolean fails;
    private volatile boolean hangs;
    volatile boolean closed;
    volatile int largest;
    volatile int calls;

    TestingModel(String version, double added) {
        this.version = version;
        this.added = added;
    }

    TestingModel failing() {
        fails = true;
        return this;
    }

    TestingModel hanging() {
        hangs = true;
        return this;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public double[][] score(double[][] rows) throws ScoringFailedException {
        largest = Math.max(largest, rows.length);
        calls = calls + 1;
        if (hangs) {
            try {
                brokenOff.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ScoringFailedException("It was broken off.");
        }
        if (fails) {
            throw new ScoringFailedException("It was told to fail.");
        }
        double[][] scores = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = new double[] {rows[i][0] + added};
        }
        return scores;
    }

    @Override
    public void breakOff() {
        brokenOff.countDown();
    }

    @Override
    public void close() {
        closed = true;
    }
}
