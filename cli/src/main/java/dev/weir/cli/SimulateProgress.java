package dev.weir.cli;

import dev.weir.simulate.PlantConfig;
import dev.weir.simulate.Sender;
import dev.weir.simulate.Sent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells how far a plant is: on a terminal each second, elsewhere every five. */
final class SimulateProgress {

    private static final long TERMINAL_NANOS = 1_000_000_000L;
    private static final long ELSEWHERE_NANOS = 5_000_000_000L;

    private final Console console;
    private final PlantConfig config;
    private final Sender sender;
    private final long begun = System.nanoTime();
    private long told = begun;

    SimulateProgress(Console console, PlantConfig config, Sender sender) {
        this.console = console;
        this.config = config;
        this.sender = sender;
    }

    /** @param millis the plant's time */
    void at(long millis) {
        long now = System.nanoTime();
        if (now - told < (console.terminal() ? TERMINAL_NANOS : ELSEWHERE_NANOS)) {
            return;
        }
        told = now;
        String line = line(millis, now - begun);
        if (console.terminal()) {
            console.status(line);
        } else {
            console.progress(line);
        }
    }

    private String line(long millis, long nanos) {
        Sent all = sender.sent();
        return String.format(
                Locale.ROOT,
                "%d %%, in the plant it is %s: %,d readings acknowledged, %,.0f/s, %,d sent again, %,d refused, %,d connections",
                100 * (millis - config.startMillis()) / config.duration().toMillis(),
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS),
                all.acknowledged(),
                all.acknowledged() / (nanos / 1e9),
                all.again(),
                all.refused(),
                sender.connections());
    }
}
