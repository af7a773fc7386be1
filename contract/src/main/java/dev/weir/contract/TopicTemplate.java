package dev.weir.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The MQTT topics whose messages a stream takes in: {@code plants/+/sensors/{sensor_id}}.
 *
 * @param text as it was written
 * @param levels what stands between the slashes; at least one
 */
public record TopicTemplate(String text, List<Level> levels) {

    /** Bytes of a topic in MQTT, whose length has 16 bits. */
    private static final int MAX_LENGTH = 65_535;

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern SPECIAL = Pattern.compile("[+#{}\\u0000]");

    /** One level of a topic. */
    public sealed interface Level {

        /** This text. */
        record Plain(String text) implements Level {}

        /** Any text, which is the column's value. */
        record Column(String name) implements Level {}

        /** Any text, of which nothing is kept. */
        record Any() implements Level {}
    }

    public TopicTemplate {
        levels = List.copyOf(levels);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong, as the end of a sentence
     */
    public static TopicTemplate parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("has from 1 to " + MAX_LENGTH + " characters");
        }
        if (text.startsWith("$")) {
            throw new IllegalArgumentException("doesn't begin with '$', as such topics belong to brokers");
        }
        List<Level> levels = new ArrayList<>();
        for (String level : text.split("/", -1)) {
            levels.add(level(level));
        }
        List<String> columns = columns(levels);
        if (columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("names each column once");
        }
        return new TopicTemplate(text, levels);
    }

    private static Level level(String text) {
        if (text.equals("+")) {
            return new Level.Any();
        }
        Matcher column = COLUMN.matcher(text);
        if (column.matches()) {
            return new Level.Column(column.group(1));
        }
        if (SPECIAL.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "has levels that are plain text, '{column}' or '+', each a whole level, and none that is '" + text
                            + "'");
        }
        return new Level.Plain(text);
    }

    /** The columns that the topic gives, in its order. */
    public List<String> columns() {
        return columns(levels);
    }

    private static List<String> columns(List<Level> levels) {
        return levels.stream()
                .filter(Level.Column.class::isInstance)
                .map(level -> ((Level.Column) level).name())
                .toList();
    }

    /** The same template with {@code +} for each level that any text fits: those that are equal here fit the same topics. */
    public String shape() {
        return String.join(
                "/",
                levels.stream()
                        .map(level -> level instanceof Level.Plain plain ? plain.text() : "+")
                        .toList());
    }

    @Override
    public String toString() {
        return text;
    }
}
