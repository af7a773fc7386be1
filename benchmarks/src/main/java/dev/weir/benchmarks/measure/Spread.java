package dev.weir.benchmarks.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** The median of several figures, and their range. */
public record Spread(double median, double least, double most) {

    /** Empty if there are none. */
    public static Optional<Spread> of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted =
                figures.stream().mapToDouble(figure -> figure).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(median, Arrays.stream(sorted).min().orElseThrow(), sorted[sorted.length - 1]));
    }
}
