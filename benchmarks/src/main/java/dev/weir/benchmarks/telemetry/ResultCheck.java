package dev.weir.benchmarks.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that a way wrote with what must come out. Where late readings may count or not, the count must lie
 * between; all else is compared only where no late reading was. Not thread-safe.
 */
public final class ResultCheck {

    private static final double SUM_TOLERANCE = 1e-12;
    private static final int LISTED = 3;

    private final TelemetrySettings settings;
    private final WindowTable least;
    private final WindowTable most;
    private final @Nullable Features[] found;
    private int rows;
    private int replaced;
    private int strangers;

    ResultCheck(TelemetrySettings settings, WindowTable least, WindowTable most) {
        this.settings = settings;
        this.least = least;
        this.most = most;
        this.found = new Features[least.groups()];
    }

    /** Takes a row; a later one of the same window and sensor replaces it. */
    public void add(Features row) {
        int group = least.group(row.sensor(), row.windowStart());
        if (group >= 0) {
            replaced += found[group] == null ? 0 : 1;
            rows += found[group] == null ? 1 : 0;
            found[group] = row;
        } else if (row.sensor() < settings.sensors() || row.readings() > settings.burst()) {
            strangers++;
        }
    }

    /** Whether all windows are there that must be. */
    public boolean hasAllRows() {
        return rows >= least.rows();
    }

    /**
     * What is wrong.
     *
     * @param revised whether a row may replace another
     * @return empty if nothing is
     */
    public List<String> problems(boolean revised) {
        List<String> problems = new ArrayList<>();
        if (replaced > 0 && !revised) {
            problems.add(replaced + " rows came more than once");
        }
        if (strangers > 0) {
            problems.add(strangers + " rows of no window or sensor");
        }
        int wrong = 0;
        for (int group = 0; group < found.length; group++) {
            if (!fits(group)) {
                wrong++;
                if (wrong <= LISTED) {
                    problems.add(difference(group));
                }
            }
        }
        if (wrong > LISTED) {
            problems.add("and " + (wrong - LISTED) + " further rows");
        }
        return problems;
    }

    private String difference(int group) {
        Features row = found[group];
        return "expected " + (least.readings(group) == 0 ? "no row" : least.features(group)) + ", found "
                + (row == null ? "none" : row);
    }

    private boolean fits(int group) {
        Features row = found[group];
        int fewest = least.readings(group);
        if (row == null) {
            return fewest == 0;
        }
        if (row.readings() < fewest || row.readings() > most.readings(group) || row.readings() == 0) {
            return false;
        }
        if (fewest != most.readings(group)) {
            return true;
        }
        Features expected = least.features(group);
        return row.vibrationMin() == expected.vibrationMin()
                && row.vibrationMax() == expected.vibrationMax()
                && isClose(row.vibrationAverage(), expected.vibrationAverage())
                && isClose(row.temperatureAverage(), expected.temperatureAverage());
    }

    private static boolean isClose(double found, double expected) {
        return Math.abs(found - expected) <= SUM_TOLERANCE * Math.abs(expected);
    }
}
