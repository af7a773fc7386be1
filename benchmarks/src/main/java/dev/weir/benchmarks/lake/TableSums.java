package dev.weir.benchmarks.lake;

import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.util.ArrayList;
import java.util.List;

/**
 * By what a table is known to have each row once: how many there are, and what their columns add up to.
 *
 * @param millis of their event times since {@link Telemetry#BASE}
 */
record TableSums(long rows, long sequences, long millis, double vibrations, double temperatures) {

    private static final double CLOSE = 1e-9;

    /** What a table of all readings must have, by a plain loop over them. */
    static TableSums expected(TelemetrySettings settings) {
        long rows = 0;
        long sequences = 0;
        long millis = 0;
        double vibrations = 0;
        double temperatures = 0;
        Telemetry log = new Telemetry(settings);
        Reading reading = new Reading();
        while (log.next(reading)) {
            rows++;
            sequences += reading.sequence();
            millis = Math.addExact(millis, reading.time() - Telemetry.BASE);
            vibrations += reading.vibration();
            temperatures += reading.temperature();
        }
        return new TableSums(rows, sequences, millis, vibrations, temperatures);
    }

    /** What is wrong with those that were read back; empty if nothing is. */
    List<String> problems(TableSums found) {
        List<String> problems = new ArrayList<>();
        expect("rows", rows, found.rows, problems);
        expect("the sum of seq", sequences, found.sequences, problems);
        expect("the sum of event_time", millis, found.millis, problems);
        expectClose("the sum of vibration", vibrations, found.vibrations, problems);
        expectClose("the sum of temperature", temperatures, found.temperatures, problems);
        return problems;
    }

    private static void expect(String what, long expected, long found, List<String> problems) {
        if (expected != found) {
            problems.add(what + " is " + found + ", expected " + expected);
        }
    }

    /** Sums of doubles depend on their order. */
    private static void expectClose(String what, double expected, double found, List<String> problems) {
        if (!(Math.abs(expected - found) <= CLOSE * Math.abs(expected))) {
            problems.add(what + " is " + found + ", expected " + expected);
        }
    }
}
