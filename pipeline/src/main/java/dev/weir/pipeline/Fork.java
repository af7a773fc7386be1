package dev.weir.pipeline;

/**
 * Which streams a pipeline writes: those that its SQL names, or others beside them.
 *
 * @param number 0 for those that its SQL names
 */
public record Fork(int number) {

    public static final Fork NONE = new Fork(0);

    /** The stream that is written where SQL names {@code stream}. */
    public String name(String stream) {
        return isNone() ? stream : stream + "_fork" + number;
    }

    public boolean isNone() {
        return number == 0;
    }
}
