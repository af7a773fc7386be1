package dev.weir.acceptance;

import dev.weir.operate.fate.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Utils;

/**
 * Events of sensors over six days, each with the fate that it must have, known because of how it came about: on time,
 * late, sent again, buffered for a day, numbered from 0 again, lost in between, from the future, corrupt, in the wrong
 * partition; some partitions are silent for a while, one always. The same seed gives the same events.
 */
final class PlantedEvents {

    static final int PARTITIONS = 5;

    /** Nobody sends to it. */
    static final int SILENT = PARTITIONS - 1;

    static final Duration DISORDER = Duration.ofSeconds(30);
    static final Duration WITHIN = Duration.ofHours(36);

    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final long FUTURE = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final long SPAN = Duration.ofDays(6).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int EVENTS_A_SENSOR = 2_500;
    private static final int JITTER = 20_000;
    private static final int GAPPY = 3;
    private static final long NEVER = Long.MIN_VALUE;

    /** How a record is spoilt. */
    enum Corruption {
        NONE,
        NO_VALUE,
        NO_FRAME,
        TRUNCATED,
        GARBAGE,
        WRONG_SCHEMA,
        AGAINST_THE_RULE
    }

    /** @param sensor its number */
    record Event(int sensor, int partition, long sequence, long time, Corruption corruption) {}

    /** What takes the events in the order of the log. */
    @FunctionalInterface
    interface Visitor {
        void event(Event event, Fate fate);
    }

    /** A batch that waits in a sensor. */
    private record Buffered(int sensor, long due, long[] sequences, long[] times) {}

    private final SplittableRandom random;
    private final long events;
    private final Visitor visitor;
    private final int[] homes;
    private final long[] next;
    /** The newest time of each sensor's events in its home partition, and what that was when it began anew. */
    private final long[] last;

    private final long[] restarted;
    /** The newest time that a sensor has buffered. */
    private final long[] buffered;

    private final long[] newest = new long[PARTITIONS];
    private final Queue<Buffered> buffers = new ArrayDeque<>();
    private final Event[] recent = new Event[4_096];
    private final Event[] old = new Event[512];
    private int remembered;
    private long now = BEGIN;
    private long sent;
    private long misplaced;

    /** @param events how many, more or less */
    PlantedEvents(long seed, long events, Visitor visitor) {
        random = new SplittableRandom(seed);
        this.events = events;
        this.visitor = visitor;
        int sensors = (int) Math.max(40, events / EVENTS_A_SENSOR);
        homes = new int[sensors];
        next = new long[sensors];
        last = new long[sensors];
        restarted = new long[sensors];
        buffered = new long[sensors];
        Arrays.fill(last, NEVER);
        Arrays.fill(buffered, NEVER);
        Arrays.fill(restarted, NEVER);
        Arrays.fill(newest, NEVER);
        for (int sensor = 0; sensor < sensors; sensor++) {
            byte[] key = name(sensor).getBytes(StandardCharsets.UTF_8);
            homes[sensor] = Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
        }
    }

    static String name(int sensor) {
        return "s" + sensor;
    }

    long misplaced() {
        return misplaced;
    }

    /** Tells events until there are this many. */
    void tellUntil(long total) {
        while (sent < total) {
            now += Math.max(1, SPAN / events);
            sendWhatIsDue();
            step(sensor());
        }
    }

    /** One whose home isn't silent now. */
    private int sensor() {
        while (true) {
            int sensor = random.nextInt(homes.length);
            double progress = (double) sent / events;
            boolean silent = switch (homes[sensor]) {
                case SILENT -> true;
                case SILENT - 1 -> progress > 0.3 && progress < 0.5;
                case SILENT - 2 -> progress < 0.1;
                default -> false;
            };
            if (!silent) {
                return sensor;
            }
        }
    }

    private void step(int sensor) {
        int dice = random.nextInt(100_000);
        if (next[sensor] == 0) {
            ordinary(sensor, now);
        } else if (sensor < GAPPY) {
            gappy(sensor, dice);
        } else if (dice < 50 && last[sensor] > buffered[sensor]) {
            // Else what it has buffered would be newer than all that was seen of it before, and be taken for its new
            // numbers.
            restart(sensor);
        } else if (dice < 550) {
            next[sensor] += 1 + random.nextInt(3);
            ordinary(sensor, aBitOld(sensor));
        } else if (dice < 650) {
            buffer(sensor);
        } else if (dice < 1_000) {
            misplaced(sensor);
        } else if (dice < 1_300) {
            Event event = new Event(sensor, homes[sensor], next[sensor], FUTURE, Corruption.NONE);
            tell(event, Fate.DEAD);
        } else if (dice < 2_000) {
            Corruption[] all = Corruption.values();
            Corruption corruption = all[1 + random.nextInt(all.length - 1)];
            tell(new Event(sensor, homes[sensor], next[sensor], now, corruption), Fate.DEAD);
        } else if (dice < 5_000) {
            late(sensor, next[sensor]++, now - DISORDER.toMillis() - 1 - random.nextInt(3_600_000));
        } else if (dice < 8_000) {
            again(recent);
        } else if (dice < 8_500) {
            again(old);
        } else {
            ordinary(sensor, aBitOld(sensor));
        }
    }

    private long aBitOld(int sensor) {
        return Math.max(now - random.nextInt(JITTER), restarted[sensor] + 1);
    }

    private void ordinary(int sensor, long time) {
        Event event = new Event(sensor, homes[sensor], next[sensor]++, time, Corruption.NONE);
        tell(event, Fate.ON_TIME);
        if (sensor >= GAPPY) {
            remember(event);
        }
    }

    /** From 0 again, though it has used that number; since it is newer than all before, it is no repeat. */
    private void restart(int sensor) {
        restarted[sensor] = last[sensor];
        next[sensor] = 0;
        ordinary(sensor, now);
    }

    private void late(int sensor, long sequence, long time) {
        int home = homes[sensor];
        boolean late = time < newest[home] - DISORDER.toMillis() || time <= restarted[sensor];
        Event event = new Event(sensor, home, sequence, time, Corruption.NONE);
        tell(event, late ? Fate.LATE : Fate.ON_TIME);
        remember(event);
    }

    /** A sensor that loses so much that not all of what is missing can be kept. */
    private void gappy(int sensor, int dice) {
        if (dice < 1_000 && next[sensor] > 300) {
            // Its first number was used, but lies below all that is still tracked.
            tell(new Event(sensor, homes[sensor], 0, last[sensor], Corruption.NONE), Fate.LATE);
        } else {
            next[sensor] += 1 + random.nextInt(2);
            tell(new Event(sensor, homes[sensor], next[sensor]++, now, Corruption.NONE), Fate.ON_TIME);
        }
    }

    /** Where nobody looks for it: told from nothing that was there before, since it is newer than all of that. */
    private void misplaced(int sensor) {
        int partition = (homes[sensor] + 1) % SILENT;
        misplaced++;
        tell(new Event(sensor, partition, next[sensor]++, now, Corruption.NONE), Fate.ON_TIME);
    }

    private void buffer(int sensor) {
        int size = 1 + random.nextInt(30);
        long[] sequences = new long[size];
        long[] times = new long[size];
        for (int i = 0; i < size; i++) {
            sequences[i] = next[sensor]++;
            times[i] = now + i;
        }
        buffered[sensor] = times[size - 1];
        buffers.add(new Buffered(sensor, now + DAY, sequences, times));
    }

    private void sendWhatIsDue() {
        while (!buffers.isEmpty() && buffers.peek().due <= now) {
            Buffered batch = buffers.remove();
            for (int i = 0; i < batch.sequences.length; i++) {
                late(batch.sensor, batch.sequences[i], batch.times[i]);
            }
        }
    }

    private void again(Event[] from) {
        Event event = from[random.nextInt(from.length)];
        if (event == null) {
            return;
        }
        boolean tooOld = event.time < newest[event.partition] - WITHIN.toMillis();
        boolean fromBefore = event.time <= restarted[event.sensor];
        tell(event, tooOld || fromBefore ? Fate.LATE : Fate.DUPLICATE);
    }

    private void remember(Event event) {
        recent[remembered++ % recent.length] = event;
        if (random.nextInt(100) == 0) {
            old[random.nextInt(old.length)] = event;
        }
    }

    private void tell(Event event, Fate fate) {
        visitor.event(event, fate);
        sent++;
        if (fate != Fate.DEAD) {
            newest[event.partition] = Math.max(newest[event.partition], event.time);
            if (event.partition == homes[event.sensor]) {
                last[event.sensor] = Math.max(last[event.sensor], event.time);
            }
        }
    }
}
