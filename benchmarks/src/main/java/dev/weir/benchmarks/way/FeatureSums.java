package dev.weir.benchmarks.way;

import dev.weir.benchmarks.telemetry.SensorName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A hash table of sums by sensor's name and window, in plain arrays with open addressing. Not thread-safe. */
final class FeatureSums {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NAME = SensorName.LENGTH;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    /** Vibration's sum, least and most, temperature's sum: side by side, for one line of the processor's cache. */
    private static final int SUMS = 4;

    private int mask = (1 << 16) - 1;
    private int used;
    private byte[] names = new byte[(mask + 1) * NAME];
    private long[] starts = new long[mask + 1];
    private long[] readings = new long[mask + 1];
    private double[] sums = new double[(mask + 1) * SUMS];

    /** Gets each row. */
    interface Rows {
        void row(
                long start,
                byte[] name,
                long readings,
                double vibrationSum,
                double vibrationMin,
                double vibrationMax,
                double temperatureSum);
    }

    void add(byte[] value, int nameOffset, long start, double vibration, double temperature) {
        if (used > mask * 2L / 3) {
            grow();
        }
        int slot = slot(value, nameOffset, start);
        int at = slot * SUMS;
        if (readings[slot]++ == 0) {
            used++;
            System.arraycopy(value, nameOffset, names, slot * NAME, NAME);
            starts[slot] = start;
            sums[at] = vibration;
            sums[at + 1] = vibration;
            sums[at + 2] = vibration;
            sums[at + 3] = temperature;
            return;
        }
        sums[at] += vibration;
        sums[at + 1] = Math.min(sums[at + 1], vibration);
        sums[at + 2] = Math.max(sums[at + 2], vibration);
        sums[at + 3] += temperature;
    }

    private int slot(byte[] bytes, int offset, long start) {
        long hash = start * MIX ^ (long) LONG.get(bytes, offset);
        hash = (hash ^ hash >>> 32) * MIX ^ (long) LONG.get(bytes, offset + 8);
        hash = (hash ^ hash >>> 32) * MIX ^ (long) LONG.get(bytes, offset + NAME - Long.BYTES);
        hash = (hash ^ hash >>> 32) * MIX;
        int slot = (int) (hash >>> 32) & mask;
        while (readings[slot] != 0
                && !(starts[slot] == start
                        && Arrays.equals(names, slot * NAME, slot * NAME + NAME, bytes, offset, offset + NAME))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        byte[] oldNames = names;
        long[] oldStarts = starts;
        long[] oldReadings = readings;
        double[] oldSums = sums;
        mask = mask << 1 | 1;
        names = new byte[(mask + 1) * NAME];
        starts = new long[mask + 1];
        readings = new long[mask + 1];
        sums = new double[(mask + 1) * SUMS];
        for (int old = 0; old < oldReadings.length; old++) {
            if (oldReadings[old] != 0) {
                int slot = slot(oldNames, old * NAME, oldStarts[old]);
                System.arraycopy(oldNames, old * NAME, names, slot * NAME, NAME);
                starts[slot] = oldStarts[old];
                readings[slot] = oldReadings[old];
                System.arraycopy(oldSums, old * SUMS, sums, slot * SUMS, SUMS);
            }
        }
    }

    void forEach(Rows rows) {
        for (int slot = 0; slot <= mask; slot++) {
            if (readings[slot] != 0) {
                int at = slot * SUMS;
                rows.row(
                        starts[slot],
                        Arrays.copyOfRange(names, slot * NAME, slot * NAME + NAME),
                        readings[slot],
                        sums[at],
                        sums[at + 1],
                        sums[at + 2],
                        sums[at + 3]);
            }
        }
    }
}
