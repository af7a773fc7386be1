package dev.weir.pipeline;

/**
 * Which streams a pipeline writes: those that its SQL names, or others beside them.
 *
 * @param number 0 for those that its SQL names
 */
public record Fork(int number) {

    public static final Fork NONE = new Fork(0);

    /**
     * What it has in the place of something that it doesn't share: the stream that is written where SQL names {@code
     * original}, or the pipeline's name in the ledger.
     */
    public String name(String original) {
        return isNone() ? original : original + "_fork" + number;
    }

    public boolean isNone() {
        return number == 0;
    }
}
