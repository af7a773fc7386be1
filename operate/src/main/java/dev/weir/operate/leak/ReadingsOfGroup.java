package dev.weir.operate.leak;

import dev.weir.operate.leak.EventLeaks.Reading;
import dev.weir.operate.leak.WindowTotals.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All events of what a wrong row is of, to find out what it uses. */
final class ReadingsOfGroup {

    private final Plan plan;
    private final List<Reading> byTime;

    ReadingsOfGroup(Plan plan, List<Reading> readings) {
        this.plan = plan;
        byTime = new ArrayList<>(readings);
        byTime.sort(Comparator.comparingLong(Reading::time));
    }

    /** An event from behind the window, or from after the row, with which the row would be right; null if there is none. */
    @Nullable
    Reading laterUsed(LookedAt row, double[] found) {
        Reading behind = lastOfLonger(row, found, row.known());
        behind = behind == null ? lastOfLonger(row, found, Long.MAX_VALUE) : behind;
        return behind == null ? ofOneColumn(row, found) : behind;
    }

    /** The event up to which the window would have to go on. */
    private @Nullable Reading lastOfLonger(LookedAt row, double[] found, long knownBy) {
        WindowTotals totals = new WindowTotals(plan);
        for (Reading reading : byTime) {
            if (reading.time() >= row.start() && reading.known() <= knownBy) {
                totals.add(reading.values());
                if (isLater(reading, row) && totals.areIn(found)) {
                    return reading;
                }
            }
        }
        return null;
    }

    private static boolean isLater(Reading reading, LookedAt row) {
        return reading.time() >= row.end() || reading.known() > row.known();
    }

    /** A later event whose value stands in a column that is wrong. */
    private @Nullable Reading ofOneColumn(LookedAt row, double[] found) {
        WindowTotals known = known(row);
        for (int i = 0; i < found.length; i++) {
            int input = plan.inputs()[i];
            if (input < 0 || Double.isNaN(found[i]) || known.isSame(i, found[i])) {
                continue;
            }
            for (Reading reading : byTime) {
                if (isLater(reading, row)
                        && reading.time() >= row.start()
                        && PlainValue.close(reading.values()[input], found[i], 0)) {
                    return reading;
                }
            }
        }
        return null;
    }

    private WindowTotals known(LookedAt row) {
        WindowTotals totals = new WindowTotals(plan);
        for (Reading reading : byTime) {
            if (reading.time() >= row.start() && !isLater(reading, row)) {
                totals.add(reading.values());
            }
        }
        return totals;
    }

    /** In what a row differs from all that was known. */
    String difference(LookedAt row, double[] found) {
        WindowTotals known = known(row);
        for (int i = 0; i < found.length; i++) {
            if (!known.isSame(i, found[i])) {
                return plan.names().get(i) + " is " + PlainValue.text(found[i])
                        + ", all events of the window that were known by then come to "
                        + PlainValue.text(known.value(i));
            }
        }
        return "no part of the log has all of its values at once";
    }
}
