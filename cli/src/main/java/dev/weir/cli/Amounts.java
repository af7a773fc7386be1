package dev.weir.cli;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
final class Amounts {

    private static final double MEBIBYTE = 1024.0 * 1024;

    private Amounts() {}

    /** {@code 312 MB} or {@code 2.1 GB}. */
    static String bytes(long bytes) {
        double mebibytes = bytes / MEBIBYTE;
        return mebibytes < 1000
                ? String.format(Locale.ROOT, "%.0f MB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GB", mebibytes / 1024);
    }

    /** {@code 12,480}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 45 ms}, {@code 4.2 s}, {@code 3 min}, {@code 5 h} or {@code 2 d}; what is nearly nothing is {@code 0 s}. */
    static String time(Duration time) {
        if (time.toMillis() == 0) {
            return "0 s";
        }
        if (time.toMillis() > 0 && time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        if (time.toMinutes() < 2) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        if (time.toHours() < 2) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 2 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
