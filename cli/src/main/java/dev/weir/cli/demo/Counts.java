package dev.weir.cli.demo;

import java.util.Locale;

/** How many events of a stream a pipeline has read, and what became of them. */
public record Counts(long read, long onTime, long late, long repeated, long dead) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** {@code read 12,480 = 12,104 on time + 122 late + 242 repeated + 12 dead}. */
    public String equation() {
        return String.format(
                Locale.ROOT,
                "read %,d = %,d on time + %,d late + %,d repeated + %,d dead",
                read,
                onTime,
                late,
                repeated,
                dead);
    }
}
