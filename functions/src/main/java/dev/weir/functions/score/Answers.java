package dev.weir.functions.score;

import dev.weir.functions.score.Score.Scored;
import dev.weir.functions.score.Score.Unscored;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a model for the scores of some rows, and says of each what became of it. For one thread at a time. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final String name;
    private boolean failing;

    /** @param name of the model */
    Answers(String name) {
        this.name = name;
    }

    /** For each row its score; never throws what the model does. */
    List<Score> of(@Nullable Model model, double[][] rows) {
        if (model == null) {
            return Collections.nCopies(rows.length, Unscored.NO_MODEL);
        }
        try {
            double[][] scores = model.score(rows);
            failing = false;
            return Arrays.stream(scores).map(values -> score(values, model)).toList();
        } catch (ScoringFailedException | RuntimeException e) {
            // Once until it scores again: rows are counted.
            if (!failing) {
                LOG.error("A model fails, and rows pass unscored model={} version={}", name, model.version(), e);
            }
            failing = true;
            return Collections.nCopies(rows.length, Unscored.FAILED);
        }
    }

    private static Score score(double[] values, Model model) {
        return Arrays.stream(values).allMatch(Double::isFinite)
                ? new Scored(values, model.version())
                : Unscored.NOT_A_NUMBER;
    }
}
