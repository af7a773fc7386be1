package dev.weir.contract.feature;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a window says of the window's events, as in {@code avg(temperature_c)}.
 *
 * @param column of the events; null if it counts them all
 */
public record Aggregate(Function function, @Nullable String column) {

    /** Of a column, over its values that aren't null. */
    public enum Function {
        COUNT,
        SUM,
        MIN,
        MAX,
        AVG,
        /** The standard deviation of the population. */
        STDDEV_POP,
        /** The root of the mean square. */
        RMS
    }

    private static final Pattern FORM =
            Pattern.compile("(count|sum|min|max|avg|stddev_pop|rms)\\( *(\\*|[A-Za-z_][A-Za-z0-9_]*) *\\)");

    /** Empty if the text isn't one. */
    public static Optional<Aggregate> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        Function function = Function.valueOf(form.group(1).toUpperCase(Locale.ROOT));
        boolean all = form.group(2).equals("*");
        return all && function != Function.COUNT
                ? Optional.empty()
                : Optional.of(new Aggregate(function, all ? null : form.group(2)));
    }
}
