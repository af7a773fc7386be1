package dev.weir.benchmarks.measure;

import java.util.List;
import java.util.Optional;

/**
 * A part of a run: so many records in such a time, for so much work of processors.
 *
 * @param cpuNanos of the job's process
 * @param brokerNanos of Kafka's broker
 */
public record Span(double records, double nanos, double cpuNanos, double brokerNanos) {

    /**
     * What lies between two moments: when a share of all records was read, and when another was. What holds the job up in
     * between, as commits do, is in it.
     *
     * @param samples in the order of time
     * @return empty if there are no samples of both moments
     */
    public static Optional<Span> between(double from, double to, long records, List<Sample> samples) {
        Optional<double[]> begin = at(from * records, samples);
        Optional<double[]> end = at(to * records, samples);
        if (begin.isEmpty() || end.isEmpty() || end.get()[0] <= begin.get()[0]) {
            return Optional.empty();
        }
        return Optional.of(new Span(
                (to - from) * records,
                end.get()[0] - begin.get()[0],
                end.get()[1] - begin.get()[1],
                end.get()[2] - begin.get()[2]));
    }

    /** Time and processors' time when so many records were read, on the line between the samples before and after. */
    private static Optional<double[]> at(double records, List<Sample> samples) {
        for (int i = 1; i < samples.size(); i++) {
            Sample before = samples.get(i - 1);
            Sample after = samples.get(i);
            if (before.records() <= records && after.records() >= records && after.records() > before.records()) {
                double share = (records - before.records()) / (after.records() - before.records());
                return Optional.of(new double[] {
                    between(before.nanos(), after.nanos(), share),
                    between(before.cpuNanos(), after.cpuNanos(), share),
                    between(before.brokerNanos(), after.brokerNanos(), share)
                });
            }
        }
        return Optional.empty();
    }

    private static double between(long before, long after, double share) {
        return before + share * (after - before);
    }

    /** The same of records that each count as so many. */
    public Span of(int burst) {
        return new Span(records * burst, nanos, cpuNanos, brokerNanos);
    }

    /** Records a second. */
    public double rate() {
        return records * 1e9 / nanos;
    }

    public double cpuOfRecord() {
        return cpuNanos / records;
    }

    public double cpuOfRecordWithBroker() {
        return (cpuNanos + brokerNanos) / records;
    }
}
