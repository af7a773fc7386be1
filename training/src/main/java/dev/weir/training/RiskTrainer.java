package dev.weir.training;

import dev.weir.training.RiskModel.Scale;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.sgd.AbstractSGDTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Trains a {@link RiskModel} by stochastic gradient descent; the same examples and seed give the same model. */
public final class RiskTrainer {

    static final String FAILS = "fails";
    static final String HOLDS = "holds";
    static final Label UNKNOWN = LabelFactory.UNKNOWN_LABEL;

    private static final double RATE = 0.1;
    private static final int EPOCHS = 10;
    private static final int MINIBATCH = 32;
    private static final int NO_LOGGING = -1;

    /** Its progress is nobody's business. Held here, as loggers that nobody holds are forgotten with their level. */
    private static final Logger PROGRESS = Logger.getLogger(AbstractSGDTrainer.class.getName());

    static {
        PROGRESS.setLevel(Level.WARNING);
    }

    private RiskTrainer() {}

    /**
     * @param examples at least one that fails and one that holds
     * @throws IllegalArgumentException if they are all of one kind
     */
    public static RiskModel train(List<Example> examples, long seed) {
        long failing = examples.stream().filter(Example::fails).count();
        if (failing == 0 || failing == examples.size()) {
            throw new IllegalArgumentException("Of " + examples.size() + " examples " + failing
                    + " fail: there is nothing to be told from each other");
        }
        Scale scale = scale(examples);
        MutableDataset<Label> data = new MutableDataset<>(
                new SimpleDataSourceProvenance("windows of machines", new LabelFactory()), new LabelFactory());
        for (Example example : examples) {
            data.add(example(scale.of(example.inputs()), new Label(example.fails() ? FAILS : HOLDS)));
        }
        LinearSGDTrainer trainer =
                new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(RATE), EPOCHS, NO_LOGGING, MINIBATCH, seed);
        return new RiskModel(trainer.train(data), scale);
    }

    /** Tribuo sorts features by name, so that the names must sort as the inputs do. */
    static ArrayExample<Label> example(double[] inputs, Label label) {
        ArrayExample<Label> example = new ArrayExample<>(label);
        for (int i = 0; i < inputs.length; i++) {
            example.add(new Feature("input%05d".formatted(i), inputs[i]));
        }
        return example;
    }

    private static Scale scale(List<Example> examples) {
        int inputs = examples.get(0).inputs().length;
        double[] means = new double[inputs];
        double[] deviations = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            int input = i;
            double mean = examples.stream()
                    .mapToDouble(example -> example.inputs()[input])
                    .average()
                    .orElseThrow();
            double variance = examples.stream()
                    .mapToDouble(example -> Math.pow(example.inputs()[input] - mean, 2))
                    .average()
                    .orElseThrow();
            means[i] = mean;
            deviations[i] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        return new Scale(means, deviations);
    }
}
