package dev.weir.benchmarks.telemetry;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The names of sensors, as {@code hall-7-pump-0000417}: all of one length, the number is in the last seven digits. */
public final class SensorName {

    public static final int LENGTH = 19;

    private static final byte[] PATTERN = "hall-0-pump-0000000".getBytes(StandardCharsets.US_ASCII);
    private static final int HALL = 5;
    private static final int DIGITS = 7;
    private static final int HALLS = 10;

    private SensorName() {}

    /** Writes the name of a sensor below ten million. */
    public static void write(int sensor, byte[] target, int offset) {
        System.arraycopy(PATTERN, 0, target, offset, LENGTH);
        target[offset + HALL] += (byte) (sensor / 100 % HALLS);
        int rest = sensor;
        for (int place = LENGTH - 1; place >= LENGTH - DIGITS; place--) {
            target[offset + place] += (byte) (rest % 10);
            rest /= 10;
        }
    }

    public static byte[] of(int sensor) {
        byte[] name = new byte[LENGTH];
        write(sensor, name, 0);
        return name;
    }

    /** The sensor of a name. */
    public static int parse(CharSequence name) {
        return Integer.parseInt(name, LENGTH - DIGITS, LENGTH, 10);
    }

    /** The standard partition of each sensor's name. */
    static byte[] partitions(int sensors, int count) {
        byte[] partitions = new byte[sensors];
        for (int sensor = 0; sensor < sensors; sensor++) {
            partitions[sensor] = (byte) partition(sensor, count);
        }
        return partitions;
    }

    private static int partition(int sensor, int count) {
        return Utils.toPositive(Utils.murmur2(of(sensor))) % count;
    }

    /** For each partition a sensor from {@code first} on, cyclically, whose name belongs there. */
    static int[] oneOfEachPartition(int first, int count) {
        int[] sensors = new int[count];
        for (int partition = 0; partition < count; partition++) {
            int sensor = first;
            while (partition(sensor, count) != partition) {
                sensor++;
            }
            sensors[partition] = sensor;
        }
        return sensors;
    }
}
