package dev.weir.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How well scores tell examples that fail from those that hold.
 *
 * @param auc the area under the ROC curve: how likely one that fails scores higher than one that holds, 0.5 by guessing
 * @param precision of the alarms, how many are right; NaN if there is none
 * @param recall of the examples that fail, how many raise an alarm
 */
public record Quality(double auc, double precision, double recall) {

    private record Scored(double score, boolean fails) {}

    /** @param limit the lowest score that is an alarm */
    static Quality of(Score score, double limit, List<Example> examples) {
        Scored[] rising = examples.stream()
                .map(example -> new Scored(score.of(example.inputs()), example.fails()))
                .sorted(Comparator.comparingDouble(Scored::score))
                .toArray(Scored[]::new);
        long failing = Arrays.stream(rising).filter(Scored::fails).count();
        long alarms = Arrays.stream(rising).filter(each -> each.score >= limit).count();
        long right = Arrays.stream(rising)
                .filter(each -> each.fails && each.score >= limit)
                .count();
        return new Quality(auc(rising, failing), (double) right / alarms, (double) right / failing);
    }

    /** By the ranks of those that fail; equal scores share theirs (Mann and Whitney, 1947). */
    private static double auc(Scored[] rising, long failing) {
        double ranks = 0;
        int from = 0;
        while (from < rising.length) {
            int to = from;
            long failingHere = 0;
            while (to < rising.length && rising[to].score == rising[from].score) {
                failingHere += rising[to].fails ? 1 : 0;
                to++;
            }
            ranks += failingHere * ((from + 1 + to) / 2.0);
            from = to;
        }
        long holding = rising.length - failing;
        return (ranks - failing * (failing + 1) / 2.0) / ((double) failing * holding);
    }
}
