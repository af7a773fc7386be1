package dev.weir.benchmarks.plant;

import java.util.List;

/**
 * A rate that was tried, and whether it was held.
 *
 * @param rate readings a second that the plant measures
 * @param sent readings a second that the door acknowledged
 * @param sender how many seconds the plant was behind its own time when it ended
 * @param behind the worst of its second half
 * @param problems why it doesn't count; empty if it does
 */
record PlantRun(int sensors, long rate, double sent, double sender, Behind behind, List<String> problems) {

    /** What the sender may lag by: it connects first. */
    private static final double SENDER_HOLDS = 10;

    PlantRun {
        problems = List.copyOf(problems);
    }

    boolean isHeld() {
        return problems.isEmpty() && sender <= SENDER_HOLDS && behind.isHeld();
    }

    boolean isRight() {
        return problems.isEmpty();
    }
}
