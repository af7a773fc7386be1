package dev.weir.benchmarks.telemetry;

/** What must come out of a log, from its generator: no way of computing it is used that is measured. */
public final class Oracle {

    /** Which readings a way counts. */
    public enum Counting {
        /** All that are in time, each once. */
        ONCE,
        /** All that are in time, repeats, too. */
        ALL,
        /** Each once, and those that are late or not: which depends on when they were read. */
        ONCE_LATE_AT_WILL,
        /** Repeats, too, and those that are late or not. */
        ALL_LATE_AT_WILL
    }

    private final TelemetrySettings settings;
    private final WindowTable once;
    private final WindowTable onceAndLate;
    private final WindowTable inTime;
    private final WindowTable all;
    private long bytes;
    private long late;
    private long repeats;
    private long behind;

    public Oracle(TelemetrySettings settings) {
        this.settings = settings;
        boolean hasLate = settings.late() > 0;
        once = new WindowTable(settings);
        all = new WindowTable(settings);
        onceAndLate = hasLate ? new WindowTable(settings) : once;
        inTime = hasLate ? new WindowTable(settings) : all;
        Telemetry log = new Telemetry(settings);
        ReadingFormat format = new ReadingFormat();
        Reading reading = new Reading();
        while (log.next(reading)) {
            count(reading);
            bytes += format.write(reading, 0).length;
        }
    }

    private void count(Reading reading) {
        repeats += reading.repeat ? 1 : 0;
        behind += reading.onTime ? 0 : 1;
        late += !reading.repeat && !reading.onTime ? 1 : 0;
        all.add(reading);
        if (!reading.repeat && reading.onTime) {
            once.add(reading);
        }
        if (onceAndLate != once && !reading.repeat) {
            onceAndLate.add(reading);
        }
        if (inTime != all && reading.onTime) {
            inTime.add(reading);
        }
    }

    /** A check of the rows that a way writes. */
    public ResultCheck check(Counting counting) {
        return switch (counting) {
            case ONCE -> new ResultCheck(settings, once, once);
            case ALL -> new ResultCheck(settings, inTime, inTime);
            case ONCE_LATE_AT_WILL -> new ResultCheck(settings, once, onceAndLate);
            case ALL_LATE_AT_WILL -> new ResultCheck(settings, inTime, all);
        };
    }

    public TelemetrySettings settings() {
        return settings;
    }

    /** Of the values of all records. */
    public long bytes() {
        return bytes;
    }

    /** Those that no record before repeats. */
    public long late() {
        return late;
    }

    /** All that are too old, repeats of others included. */
    public long behind() {
        return behind;
    }

    public long repeats() {
        return repeats;
    }
}
