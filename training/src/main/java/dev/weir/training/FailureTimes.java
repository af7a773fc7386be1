package dev.weir.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When a part of each machine had failed, and until when. Times are in milliseconds since 1970. */
public final class FailureTimes {

    /** What is to be said of a machine at a time. */
    public enum Outlook {
        HOLDS,
        FAILS,
        /** It has failed already, which is nothing to foresee. */
        DOWN
    }

    private record Failure(long failedAt, long mendedAt) {}

    private final Map<String, List<Failure>> failures = new HashMap<>();

    /** Adds a failure; they may come in any order. */
    public void add(String machine, long failedAt, long mendedAt) {
        failures.computeIfAbsent(machine, unused -> new ArrayList<>()).add(new Failure(failedAt, mendedAt));
    }

    public int size() {
        return failures.values().stream().mapToInt(List::size).sum();
    }

    /** @param within how far ahead is looked, the time itself excluded, its end included */
    public Outlook at(String machine, long time, Duration within) {
        Outlook outlook = Outlook.HOLDS;
        for (Failure failure : failures.getOrDefault(machine, List.of())) {
            if (failure.failedAt <= time && time < failure.mendedAt) {
                return Outlook.DOWN;
            }
            if (time < failure.failedAt && failure.failedAt <= time + within.toMillis()) {
                outlook = Outlook.FAILS;
            }
        }
        return outlook;
    }
}
