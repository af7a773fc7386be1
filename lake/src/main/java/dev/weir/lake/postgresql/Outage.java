package dev.weir.lake.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long a database has been away, and whether what it says means that. */
final class Outage {

    /** What SQL's states begin with while a server is away, starts, ends, has no room, or chose others before us. */
    private static final Set<String> PASSING = Set.of("08", "57", "53", "58", "40");
    /** A lock that wasn't granted; a server that only reads so far. */
    private static final Set<String> PASSING_STATES = Set.of("55P03", "25006");

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final double NANOS_A_SECOND = 1e9;

    private volatile boolean lasts;
    private volatile long since;
    private Duration pause = FIRST_PAUSE;

    static boolean is(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state != null
                && state.length() >= 2
                && (PASSING.contains(state.substring(0, 2)) || PASSING_STATES.contains(state));
    }

    /** @return how long to wait before trying again */
    Duration failed() {
        if (!lasts) {
            since = System.nanoTime();
            pause = FIRST_PAUSE;
            lasts = true;
            return pause;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return pause;
    }

    void over() {
        lasts = false;
    }

    /** 0 if it isn't away. */
    double seconds() {
        return lasts ? (System.nanoTime() - since) / NANOS_A_SECOND : 0;
    }
}
