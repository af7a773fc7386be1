package dev.weir.pipeline.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which the files of a table are divided, as Iceberg names it.
 *
 * @param width the number of buckets, or how much of a value is kept; 0 where the transform has none
 */
public record PartitionField(Transform transform, String column, int width) {

    /** Iceberg's transforms. */
    public enum Transform {
        /** Each value by itself. */
        IDENTITY,
        YEAR,
        MONTH,
        DAY,
        HOUR,
        BUCKET,
        TRUNCATE
    }

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern FIELD = Pattern.compile(
            "(?:(?<plain>" + NAME + ")|(?<time>year|month|day|hour)\\(\\s*(?<of>" + NAME + ")\\s*\\)"
                    + "|(?<sized>bucket|truncate)\\(\\s*(?<width>\\d{1,6})\\s*,\\s*(?<from>" + NAME + ")\\s*\\))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SEPARATOR = Pattern.compile(",(?![^(]*\\))");

    /** Reads {@code day(window_start), bucket(16, sensor_id), plant}; empty if it isn't like that. */
    static Optional<List<PartitionField>> parse(String text) {
        List<PartitionField> fields = new ArrayList<>();
        for (String part : SEPARATOR.split(text, -1)) {
            Matcher matcher = FIELD.matcher(part.strip());
            if (!matcher.matches() || "0".equals(matcher.group("width"))) {
                return Optional.empty();
            }
            fields.add(field(matcher));
        }
        return Optional.of(fields);
    }

    private static PartitionField field(Matcher matcher) {
        if (matcher.group("plain") != null) {
            return new PartitionField(Transform.IDENTITY, matcher.group("plain"), 0);
        }
        if (matcher.group("time") != null) {
            return new PartitionField(transform(matcher.group("time")), matcher.group("of"), 0);
        }
        return new PartitionField(
                transform(matcher.group("sized")), matcher.group("from"), Integer.parseInt(matcher.group("width")));
    }

    private static Transform transform(String word) {
        return Transform.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
