package dev.weir.operate.dead;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead event is in its stream; as text {@code 3@120}: partition 3, offset 120. */
public record DeadPosition(int partition, long offset) implements Comparable<DeadPosition> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    private static final Comparator<DeadPosition> ORDER =
            Comparator.comparingInt(DeadPosition::partition).thenComparingLong(DeadPosition::offset);

    /** The position of such a text; empty if it is none. */
    public static Optional<DeadPosition> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeadPosition(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(DeadPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
