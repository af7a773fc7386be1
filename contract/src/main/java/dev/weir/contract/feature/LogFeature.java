package dev.weir.contract.feature;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a window says of a log as of the window's end: {@code newest.cooler_pct}, {@code hours(newest['bearing'].done_at)}
 * or {@code counts['bearing']}.
 *
 * @param group of the log's entries; null if it has no groups
 * @param column of the group's newest entry; null if it counts the group's entries
 * @param unit in which the time from the column to the window's end is; null if it is the column's value itself
 */
public record LogFeature(
        @Nullable String group,
        @Nullable String column,
        @Nullable Duration unit) {

    private static final Map<String, Duration> UNITS = Map.of(
            "seconds", Duration.ofSeconds(1),
            "minutes", Duration.ofMinutes(1),
            "hours", Duration.ofHours(1),
            "days", Duration.ofDays(1));

    private static final Pattern COUNT = Pattern.compile("counts(?:\\['([^']*)'\\])?");
    private static final Pattern NEWEST = Pattern.compile("newest(?:\\['([^']*)'\\])?\\.([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern SINCE = Pattern.compile("(seconds|minutes|hours|days)\\( *(.*?) *\\)");

    /** Empty if the text isn't one. */
    public static Optional<LogFeature> parse(String text) {
        Matcher count = COUNT.matcher(text.strip());
        if (count.matches()) {
            return Optional.of(new LogFeature(count.group(1), null, null));
        }
        Matcher since = SINCE.matcher(text.strip());
        boolean isSince = since.matches();
        Matcher newest = NEWEST.matcher(isSince ? since.group(2) : text.strip());
        return newest.matches()
                ? Optional.of(
                        new LogFeature(newest.group(1), newest.group(2), isSince ? UNITS.get(since.group(1)) : null))
                : Optional.empty();
    }

    /** Whether it says how many entries there are. */
    public boolean isCount() {
        return column == null;
    }
}
