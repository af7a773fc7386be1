package dev.weir.benchmarks.way;

/**
 * Which of the newest numbers of one producer came already, in an array that Flink keeps as it is: the highest number, then
 * bits, a number's at its place modulo how many there are.
 */
final class SequenceBits {

    /** How far back numbers are remembered, at least. */
    static final int REMEMBERED = 1024 - Long.SIZE;

    private static final int WORDS = 1024 / Long.SIZE;

    private SequenceBits() {}

    static long[] none() {
        long[] memory = new long[1 + WORDS];
        memory[0] = -1;
        return memory;
    }

    /**
     * Takes note of a number.
     *
     * @return whether it is new; one that is older than what is remembered isn't
     */
    static boolean add(long[] memory, long sequence) {
        long highestWord = memory[0] >> 6;
        long word = sequence >> 6;
        if (word <= highestWord - WORDS) {
            return false;
        }
        for (long passed = Math.max(highestWord + 1, word - WORDS + 1); passed <= word; passed++) {
            memory[1 + (int) (passed % WORDS)] = 0;
        }
        memory[0] = Math.max(memory[0], sequence);
        int at = 1 + (int) (word % WORDS);
        long bit = 1L << sequence;
        boolean isNew = (memory[at] & bit) == 0;
        memory[at] |= bit;
        return isNew;
    }
}
