package dev.weir.functions.score;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Scores each row at once, in the thread that asks, however long that takes, by the version that is the newest when it begins: what
 * becomes of a row then depends on no clock.
 */
final class OneByOne implements Scorer, AutoCloseable {

    private final Answers answers;
    private final @Nullable Model model;

    OneByOne(ModelSpec spec) {
        answers = new Answers(spec.name());
        AtomicReference<@Nullable Model> newest = new AtomicReference<>();
        new ModelVersions(spec, OnnxModel::load, newest::set).look();
        model = newest.get();
    }

    @Override
    public synchronized CompletableFuture<Score> score(double[] row) {
        return CompletableFuture.completedFuture(
                answers.of(model, new double[][] {row}).get(0));
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
