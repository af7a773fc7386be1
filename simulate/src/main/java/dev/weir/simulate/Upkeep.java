package dev.weir.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When the parts of machines were serviced, from before the plant's start until its end. Each part lasts for a time of its own, which
 * nobody knows who services it: some fail before.
 */
final class Upkeep {

    /** In parts of the life that the plant is given, like those below. */
    private static final double EARLIEST = 0.7;

    private static final double LATEST = 1.15;

    private static final double SHORTEST_LIFE = 0.75;
    private static final double LONGEST_LIFE = 1.45;

    private final long endMillis;
    /** By machine and part, rising. */
    private final long[][] services;
    /** How long what was put in then lasts. */
    private final long[][] lives;

    Upkeep(PlantConfig config, Noise noise) {
        long life = config.life().toMillis();
        endMillis = config.endMillis();
        services = new long[config.machines() * Part.values().length][];
        lives = new long[services.length][];
        for (int place = 0; place < services.length; place++) {
            long[] times = new long[4];
            int count = 0;
            long time = config.startMillis() - (long) (noise.of(Noise.About.AGE, place, 0) * EARLIEST * life);
            while (time < config.endMillis()) {
                if (count == times.length) {
                    times = Arrays.copyOf(times, count * 2);
                }
                times[count++] = time;
                double lasted = EARLIEST + (LATEST - EARLIEST) * noise.of(Noise.About.SERVICE, place, count);
                time += (long) (lasted * life);
            }
            services[place] = Arrays.copyOf(times, count);
            lives[place] = lives(noise, place, count, life);
        }
    }

    private static long[] lives(Noise noise, int place, int count, long life) {
        long[] lives = new long[count];
        for (int i = 0; i < count; i++) {
            double lasts = SHORTEST_LIFE + (LONGEST_LIFE - SHORTEST_LIFE) * noise.of(Noise.About.LIFE, place, i);
            lives[i] = (long) (lasts * life);
        }
        return lives;
    }

    /** In milliseconds since 1970, rising; the first is before the plant's start. */
    long[] services(int machine, Part part) {
        return services[place(machine, part)];
    }

    private static int place(int machine, Part part) {
        return machine * Part.values().length + part.ordinal();
    }

    /** Parts that lasted for their whole life before they were serviced, by machine, part and time. */
    List<PartFailure> failures() {
        List<PartFailure> failures = new ArrayList<>();
        for (int machine = 0; machine < services.length / Part.values().length; machine++) {
            for (Part part : Part.values()) {
                long[] times = services(machine, part);
                for (int i = 0; i < times.length; i++) {
                    long failed = times[i] + lives[place(machine, part)][i];
                    long mended = i + 1 < times.length ? times[i + 1] : Long.MAX_VALUE;
                    if (failed < Math.min(mended, endMillis)) {
                        failures.add(new PartFailure(Plant.machineName(machine), part, failed, mended));
                    }
                }
            }
        }
        return failures;
    }

    /** 0 when it was just serviced, 1 and more when it has failed. */
    double wear(int machine, Part part, long time) {
        long[] times = services(machine, part);
        int found = Arrays.binarySearch(times, time);
        int newest = Math.max(found >= 0 ? found : -found - 2, 0);
        return (double) (time - times[newest]) / lives[place(machine, part)][newest];
    }
}
