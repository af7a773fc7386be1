package dev.weir.simulate;

import dev.weir.simulate.ExpectedWindow.Serviced;
import dev.weir.simulate.ExpectedWindow.Spread;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What must come of a plant, by plain loops over the readings of one sensor after the other, without anything of Weir. Not
 * thread-safe.
 */
public final class Oracle {

    /** What a plant sends when all has been sent: {@code sent} is {@code unique} and {@code repeated}. */
    public record Counts(long sent, long unique, long repeated, long neverSent) {}

    private static final int MINUTES = 10;
    private static final long WINDOW = Duration.ofMinutes(MINUTES).toMillis();
    private static final Duration COUNTED_FOR = Duration.ofDays(30);
    private static final double HOUR_SECONDS = 3600;

    private final Plant plant;
    private final Map<String, Map<Long, LogChange>> log;

    /** @param log what technicians write; empty if nobody does */
    public Oracle(Plant plant, List<LogChange> log) {
        this.plant = plant;
        this.log = atTheEnd(log);
    }

    public Counts counts() {
        long unique = 0;
        long repeated = 0;
        long neverSent = 0;
        for (int sensor = 0; sensor < plant.config().sensors(); sensor++) {
            for (long number = 0; number < plant.readings(sensor); number++) {
                if (plant.isSent(sensor, number)) {
                    unique++;
                    repeated += plant.isRepeated(sensor, number) ? 1 : 0;
                } else {
                    neverSent++;
                }
            }
        }
        return new Counts(unique + repeated, unique, repeated, neverSent);
    }

    /** Tells of the windows of 10 minutes that are sure to be given in the end: by sensor, in the order of time. */
    public void windows(Consumer<ExpectedWindow> listener) {
        long until = plant.settledMillis();
        for (int sensor = 0; sensor < plant.config().sensors(); sensor++) {
            Map<Long, Window> windows = new TreeMap<>();
            for (long number = 0; number < plant.readings(sensor); number++) {
                if (plant.isSent(sensor, number)) {
                    Reading reading = plant.reading(sensor, number);
                    long start = Math.floorDiv(reading.eventTime(), WINDOW) * WINDOW;
                    windows.computeIfAbsent(start, ignored -> new Window()).add(reading);
                }
            }
            for (Map.Entry<Long, Window> window : windows.entrySet()) {
                if (window.getKey() + WINDOW <= until) {
                    listener.accept(expected(sensor, window.getKey(), window.getValue()));
                }
            }
        }
    }

    private ExpectedWindow expected(int sensor, long start, Window window) {
        String machine = Plant.machineName(plant.machine(sensor));
        Map<Part, Serviced> upkeep = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            upkeep.put(part, serviced(log.getOrDefault(machine, Map.of()).values(), part, start + WINDOW));
        }
        return new ExpectedWindow(
                Plant.sensorName(sensor),
                machine,
                MINUTES,
                start,
                window.count,
                window.last - window.first + 1 - window.count,
                window.first,
                window.last,
                window.vibrations == 0 ? null : Spread.of(window.vibration, window.vibrations),
                Spread.of(window.temperature, window.count),
                upkeep);
    }

    private static Serviced serviced(Collection<LogChange> entries, Part part, long end) {
        long newest = Long.MIN_VALUE;
        long times = 0;
        for (LogChange entry : entries) {
            if (entry.part() == part && entry.doneAtMillis() < end) {
                newest = Math.max(newest, entry.doneAtMillis());
                times += entry.doneAtMillis() >= end - COUNTED_FOR.toMillis() ? 1 : 0;
            }
        }
        Double hours = newest == Long.MIN_VALUE ? null : (end - newest) / 1000 / HOUR_SECONDS;
        return new Serviced(hours, times);
    }

    /** By machine and entry. */
    private static Map<String, Map<Long, LogChange>> atTheEnd(List<LogChange> changes) {
        Map<String, Map<Long, LogChange>> entries = new HashMap<>();
        for (LogChange change : changes) {
            Map<Long, LogChange> ofMachine = entries.computeIfAbsent(change.machine(), ignored -> new HashMap<>());
            switch (change.kind()) {
                case ENTERED, CORRECTED -> ofMachine.put(change.entry(), change);
                case WITHDRAWN -> ofMachine.remove(change.entry());
            }
        }
        return entries;
    }

    private static final class Window {
        private double[] vibration = new double[64];
        private double[] temperature = new double[64];
        private int vibrations;
        private int count;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void add(Reading reading) {
            if (count == temperature.length) {
                temperature = Arrays.copyOf(temperature, count * 2);
                vibration = Arrays.copyOf(vibration, count * 2);
            }
            Double shaken = reading.vibration();
            if (shaken != null) {
                vibration[vibrations++] = shaken;
            }
            temperature[count++] = reading.temperature();
            first = Math.min(first, reading.sequence());
            last = Math.max(last, reading.sequence());
        }
    }
}
