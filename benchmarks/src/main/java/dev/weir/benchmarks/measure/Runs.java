package dev.weir.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The runs of a benchmark; figures are those of runs that count. */
public record Runs(List<Run> all) {

    public Runs {
        all = List.copyOf(all);
    }

    public List<Run> of(String way) {
        return all.stream().filter(run -> run.way().equals(way)).toList();
    }

    public Optional<Spread> spread(String way, ToDoubleFunction<Run> figure) {
        return Spread.of(
                of(way).stream().filter(Run::counts).map(figure::applyAsDouble).toList());
    }

    /** A way's figure as a multiple of another's in the same round; over the rounds in which both count. */
    public Optional<Spread> ratio(String way, String other, ToDoubleFunction<Run> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Run run : of(way)) {
            of(other).stream()
                    .filter(candidate -> candidate.round() == run.round() && candidate.counts() && run.counts())
                    .forEach(candidate -> ratios.add(figure.applyAsDouble(run) / figure.applyAsDouble(candidate)));
        }
        return Spread.of(ratios);
    }
}
