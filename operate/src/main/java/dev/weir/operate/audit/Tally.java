package dev.weir.operate.audit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What one group of an account has on both sides. */
final class Tally {

    private static final int MOST_PLACES = 10;

    private BigDecimal onTime = BigDecimal.ZERO;
    private BigDecimal late = BigDecimal.ZERO;
    private BigDecimal least = BigDecimal.ZERO;
    private BigDecimal most = BigDecimal.ZERO;
    private BigDecimal found = BigDecimal.ZERO;
    private long rows;
    private long events;
    private final List<String> rowPlaces = new ArrayList<>(0);
    private final List<String> eventPlaces = new ArrayList<>(0);

    void onTime(BigDecimal amount) {
        onTime = onTime.add(amount);
        certain(amount);
    }

    void late(BigDecimal amount) {
        late = late.add(amount);
        certain(amount);
    }

    private void certain(BigDecimal amount) {
        events++;
        least = least.add(amount);
        most = most.add(amount);
    }

    /** Adds what was read while rows were counted: it may be in them or not. */
    void meanwhile(BigDecimal amount) {
        events++;
        least = least.add(amount.min(BigDecimal.ZERO));
        most = most.add(amount.max(BigDecimal.ZERO));
    }

    void found(BigDecimal amount) {
        rows++;
        found = found.add(amount);
    }

    void rowAt(String place) {
        if (rowPlaces.size() < MOST_PLACES) {
            rowPlaces.add(place);
        }
    }

    void eventAt(String place) {
        if (eventPlaces.size() < MOST_PLACES) {
            eventPlaces.add(place);
        }
    }

    BigDecimal onTime() {
        return onTime;
    }

    BigDecimal late() {
        return late;
    }

    BigDecimal least() {
        return least;
    }

    BigDecimal most() {
        return most;
    }

    BigDecimal found() {
        return found;
    }

    boolean hasRows() {
        return rows > 0;
    }

    boolean isShort() {
        return found.compareTo(least) < 0;
    }

    boolean addsUp() {
        return found.compareTo(least) >= 0 && found.compareTo(most) <= 0;
    }

    /** What was found and what was expected. */
    String text() {
        String expected = least.compareTo(most) == 0
                ? plain(most) + " (on time " + plain(onTime) + (late.signum() == 0 ? "" : " + late " + plain(late))
                        + ")"
                : plain(least) + " to " + plain(most);
        return (rows == 0 ? "no row" : plain(found)) + ", expected " + (events == 0 ? "nothing" : expected)
                + places("row", rows, rowPlaces)
                + places("event", events, eventPlaces);
    }

    private static String places(String what, long count, List<String> places) {
        if (places.isEmpty()) {
            return "";
        }
        return "; " + what + (count == 1 ? "" : "s") + " at "
                + (count <= MOST_PLACES ? String.join(", ", places) : places.get(0) + " … (" + count + ")");
    }

    static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
