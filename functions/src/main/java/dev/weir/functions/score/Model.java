package dev.weir.functions.score;

/** One version of a model, loaded. One thread at a time scores by it and closes it; any may break off. */
interface Model extends AutoCloseable {

    String version();

    /**
     * @param rows the inputs of each, in the order of {@link ModelSpec#inputs}
     * @return for each row its scores, in the order of {@link ModelSpec#scores}
     * @throws ScoringFailedException if it can't, or {@link #breakOff} said that it shouldn't: the rows stay unscored
     */
    double[][] score(double[][] rows) throws ScoringFailedException;

    /** Makes a call of {@link #score} that runs now end as soon as it can. */
    void breakOff();

    @Override
    void close();
}
