package dev.weir.streams.catalog;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code WATERMARK FOR t AS t - INTERVAL '30' SECOND} and the disorder that it declares, both ways. */
final class WatermarkClause {

    private static final Pattern DELAYED = Pattern.compile(
            "`?(?<column>[^`]+)`?(\\s*-\\s*INTERVAL\\s+'(?<amount>\\d+(\\.\\d+)?)'\\s+(?<unit>SECOND|MINUTE|HOUR|DAY)"
                    + "(\\s*\\(\\d+(\\s*,\\s*\\d+)?\\))?)?",
            Pattern.CASE_INSENSITIVE);

    private WatermarkClause() {}

    static String expression(String column, Duration disorder) {
        String quoted = StreamTableDefinition.quoted(column);
        if (disorder.isZero()) {
            return quoted;
        }
        String seconds = disorder.toMillisPart() == 0
                ? Long.toString(disorder.toSeconds())
                : disorder.toSeconds() + "." + String.format("%03d", disorder.toMillisPart());
        // The default precision of an interval's leading field is two digits.
        int digits = Long.toString(disorder.toSeconds()).length();
        return quoted + " - INTERVAL '" + seconds + "' SECOND" + (digits > 2 ? "(" + digits + ", 3)" : "");
    }

    /** @throws StreamRefusedException if the clause says more than a delay behind the column itself */
    static Duration disorder(String column, String expression) throws StreamRefusedException {
        Matcher delayed = DELAYED.matcher(expression.strip());
        if (!delayed.matches() || !delayed.group("column").equals(column)) {
            throw new StreamRefusedException("WATERMARK FOR " + column + " expects '" + column + "' or '" + column
                    + " - INTERVAL '30' SECOND' but is '" + expression + "'. Compute the time in a column of its own.");
        }
        if (delayed.group("amount") == null) {
            return Duration.ZERO;
        }
        long unit = switch (delayed.group("unit").toUpperCase(java.util.Locale.ROOT)) {
            case "SECOND" -> 1_000;
            case "MINUTE" -> 60_000;
            case "HOUR" -> 3_600_000;
            default -> 86_400_000;
        };
        return Duration.ofMillis(new java.math.BigDecimal(delayed.group("amount"))
                .multiply(java.math.BigDecimal.valueOf(unit))
                .longValue());
    }
}
