package dev.weir.benchmarks.latency;

import java.time.Duration;
import java.util.List;

/**
 * What is measured, and how.
 *
 * @param rate payments a second
 * @param cards how many cards pay
 * @param partitions of the topics
 * @param parallelism of the pipeline
 * @param commit of the pipeline
 * @param warmUp how long payments are sent before any counts, the job's start included
 * @param measured for how long they count then
 * @param rounds how often each way runs
 * @param ways in which order
 */
record LatencySettings(
        int rate,
        int cards,
        int partitions,
        int parallelism,
        Duration commit,
        Duration warmUp,
        Duration measured,
        int rounds,
        List<LatencyWay> ways) {

    LatencySettings {
        ways = List.copyOf(ways);
    }

    int payments() {
        return (int) (rate * warmUp.plus(measured).toSeconds());
    }

    /** The first payment that counts. */
    int firstMeasured() {
        return (int) (rate * warmUp.toSeconds());
    }

    /** When a payment is to be sent, in nanoseconds after the first. */
    long due(int payment) {
        return payment * 1_000_000_000L / rate;
    }
}
