package dev.weir.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When the parts of machines were serviced, from a life before the plant's start until its end. */
final class Upkeep {

    /** By then most have been serviced, before they fail at 1. */
    private static final double EARLIEST = 0.7;

    private static final double LATEST = 1.15;

    private final long lifeMillis;
    private final long endMillis;
    /** By machine and part, rising. */
    private final long[][] services;

    Upkeep(PlantConfig config, Noise noise) {
        lifeMillis = config.life().toMillis();
        endMillis = config.endMillis();
        services = new long[config.machines() * Part.values().length][];
        for (int place = 0; place < services.length; place++) {
            long[] times = new long[4];
            int count = 0;
            long time = config.startMillis() - (long) (noise.of(Noise.About.AGE, place, 0) * EARLIEST * lifeMillis);
            while (time < config.endMillis()) {
                if (count == times.length) {
                    times = Arrays.copyOf(times, count * 2);
                }
                times[count++] = time;
                double lasted = EARLIEST + (LATEST - EARLIEST) * noise.of(Noise.About.SERVICE, place, count);
                time += (long) (lasted * lifeMillis);
            }
            services[place] = Arrays.copyOf(times, count);
        }
    }

    /** In milliseconds since 1970, rising; the first is before the plant's start. */
    long[] services(int machine, Part part) {
        return services[machine * Part.values().length + part.ordinal()];
    }

    /** Parts that lasted for their whole life before they were serviced, by machine, part and time. */
    List<PartFailure> failures() {
        List<PartFailure> failures = new ArrayList<>();
        for (int machine = 0; machine < services.length / Part.values().length; machine++) {
            for (Part part : Part.values()) {
                long[] times = services(machine, part);
                for (int i = 0; i < times.length; i++) {
                    long failed = times[i] + lifeMillis;
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
        int place = Arrays.binarySearch(times, time);
        int newest = place >= 0 ? place : -place - 2;
        return (double) (time - times[Math.max(newest, 0)]) / lifeMillis;
    }
}
