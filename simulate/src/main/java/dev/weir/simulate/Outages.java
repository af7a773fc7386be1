package dev.weir.simulate;

import dev.weir.simulate.Noise.About;
import java.time.Duration;

/**
 * When gateways are cut off. In each hour of the plant's time a gateway may be, for up to a quarter of it; what its sensors measure
 * then is sent afterwards, by some gateways at once, by others behind what is newer.
 */
final class Outages {

    static final Duration HOUR = Duration.ofHours(1);
    private static final double SHARE = 0.4;
    private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
    private static final long LONGEST = Duration.ofMinutes(15).toMillis();
    private static final long BACKLOG_LATER = Duration.ofMinutes(5).toMillis();

    private final Noise noise;
    private final long start;

    Outages(PlantConfig config, Noise noise) {
        this.noise = noise;
        start = config.startMillis();
    }

    /** When that arrives which a gateway's sensor measured at {@code time}: then, or later. */
    long arrival(int gateway, long time) {
        long hour = (time - start) / HOUR.toMillis();
        if (noise.of(About.OUTAGE, gateway, hour) >= SHARE) {
            return time;
        }
        long length = SHORTEST + (long) (noise.of(About.OUTAGE_LENGTH, gateway, hour) * (LONGEST - SHORTEST));
        long begin = start
                + hour * HOUR.toMillis()
                + (long) (noise.of(About.OUTAGE_BEGIN, gateway, hour) * (HOUR.toMillis() - length));
        if (time < begin || time >= begin + length) {
            return time;
        }
        return begin + length + (noise.of(About.BACKLOG, gateway, hour) < 0.5 ? 0 : BACKLOG_LATER);
    }
}
