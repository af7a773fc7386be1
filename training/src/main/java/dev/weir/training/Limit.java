package dev.weir.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A score from which on an alarm is raised. */
public record Limit(double score, double f1) {

    private record Scored(double score, boolean fails) {}

    /** The limit with the best F1 of these examples; infinite if none of them fails. */
    static Limit best(Score score, List<Example> examples) {
        Scored[] falling = examples.stream()
                .map(example -> new Scored(score.of(example.inputs()), example.fails()))
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toArray(Scored[]::new);
        long failing = Arrays.stream(falling).filter(Scored::fails).count();
        Limit best = new Limit(Double.POSITIVE_INFINITY, 0);
        long found = 0;
        for (int i = 0; i < falling.length; i++) {
            found += falling[i].fails ? 1 : 0;
            boolean lastOfItsScore = i + 1 == falling.length || falling[i + 1].score < falling[i].score;
            double f1 = 2.0 * found / (i + 1 + failing);
            if (lastOfItsScore && f1 > best.f1) {
                best = new Limit(falling[i].score, f1);
            }
        }
        return best;
    }
}
