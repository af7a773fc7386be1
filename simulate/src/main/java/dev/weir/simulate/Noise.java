package dev.weir.simulate;

/**
 * Chance without a memory: the same question has the same answer, in whichever order questions are asked. The mixing is that of
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
 */
record Noise(long seed) {

    /** What is asked about; each has chances of its own. */
    enum About {
        CLOCK,
        CLOCK_SIZE,
        DRIFT,
        KIND,
        VIBRATION,
        TEMPERATURE,
        LOST,
        REPEATED,
        REPEATED_AFTER,
        OUTAGE,
        OUTAGE_BEGIN,
        OUTAGE_LENGTH,
        BACKLOG,
        AGE,
        SERVICE,
        ENTERED_AFTER,
        ENTRY_FATE,
        ENTRY_ERROR,
        LIFE
    }

    /** From 0, included, to 1, not included. */
    double of(About what, long of, long number) {
        long mixed = mix(mix(mix(seed + what.ordinal()) + of) + number);
        return (mixed >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
