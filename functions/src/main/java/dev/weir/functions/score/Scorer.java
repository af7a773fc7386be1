package dev.weir.functions.score;

import java.util.concurrent.CompletableFuture;

/** What a task asks for the scores of its rows. Thread-safe. */
interface Scorer {

    /**
     * Never waits and never fails.
     *
     * @param row its inputs, in the order of {@link ModelSpec#inputs}; all are there
     * @return completed in any thread, never exceptionally
     */
    CompletableFuture<Score> score(double[] row);
}
