package dev.weir.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model that was trained on some machines, and how good it is on the others.
 *
 * @param limit the probability from which on it raises an alarm, chosen on the machines that it was trained on
 * @param quality on the machines that it never saw
 * @param baselines what a limit on one input alone reaches, chosen and judged on the same machines; the best first
 * @param trainedOn how many examples it was trained on
 * @param judgedBy by how many it was judged
 * @param unseenMachines how many machines these are of
 */
public record Trained(
        RiskModel model,
        double limit,
        Quality quality,
        List<Baseline> baselines,
        int trainedOn,
        int judgedBy,
        int unseenMachines) {

    /** The part of the machines that the model never sees. */
    private static final double UNSEEN = 0.3;

    /** A limit on one input. */
    public record Baseline(String input, double limit, Quality quality) {}

    /**
     * @param inputs names of the examples' inputs
     * @param seed chooses the machines that the model never sees, and the order in which it learns
     * @throws IllegalArgumentException if machines of either kind have no failures, or nothing but failures
     */
    public static Trained of(List<Example> examples, List<String> inputs, long seed) {
        Set<String> unseen = unseen(examples.stream().map(Example::machine).toList(), seed);
        List<Example> seen = examples.stream()
                .filter(example -> !unseen.contains(example.machine()))
                .toList();
        List<Example> others = examples.stream()
                .filter(example -> unseen.contains(example.machine()))
                .toList();
        long failing = others.stream().filter(Example::fails).count();
        if (failing == 0 || failing == others.size()) {
            throw new IllegalArgumentException("Of the " + unseen.size() + " machines that are kept back to judge it, "
                    + failing + " of " + others.size() + " examples fail: more machines, or a longer time, are needed");
        }
        RiskModel model = RiskTrainer.train(seen, seed);
        double limit = Limit.best(model, seen).score();
        List<Baseline> baselines = new ArrayList<>();
        List<Double> chosenBy = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int input = i;
            Score alone = values -> values[input];
            Limit best = Limit.best(alone, seen);
            int place = 0;
            while (place < chosenBy.size() && chosenBy.get(place) >= best.f1()) {
                place++;
            }
            chosenBy.add(place, best.f1());
            baselines.add(place, new Baseline(inputs.get(i), best.score(), Quality.of(alone, best.score(), others)));
        }
        return new Trained(
                model,
                limit,
                Quality.of(model, limit, others),
                List.copyOf(baselines),
                seen.size(),
                others.size(),
                unseen.size());
    }

    private static Set<String> unseen(Collection<String> machines, long seed) {
        List<String> all = new ArrayList<>(new TreeSet<>(machines));
        Collections.shuffle(all, new Random(seed));
        return Set.copyOf(all.subList(0, (int) Math.ceil(UNSEEN * all.size())));
    }
}
