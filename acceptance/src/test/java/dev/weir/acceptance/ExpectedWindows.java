package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code weir simulate plant --expect} says must come of its readings. */
final class ExpectedWindows {

    private static final double ROUNDED = 1e-6;

    private final List<JsonNode> windows;

    private ExpectedWindows(List<JsonNode> windows) {
        this.windows = windows;
    }

    static ExpectedWindows load(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new ExpectedWindows(lines.map(Http::json).toList());
        }
    }

    List<JsonNode> windows() {
        return windows;
    }

    long readings() {
        return windows.stream()
                .mapToLong(window -> window.get("readings").asLong())
                .sum();
    }

    /**
     * Each expected window that isn't there like that, with the first column that differs; at most ten.
     *
     * @param rows of {@code machine_features}, the newest of each key; times in epoch milliseconds
     */
    List<String> differences(Stream<JsonNode> rows, Predicate<String> columns) {
        Map<String, JsonNode> given = new HashMap<>();
        rows.forEach(row -> given.put(name(row), row));
        return windows.stream()
                .map(window -> difference(window, given.get(name(window)), columns))
                .filter(difference -> !difference.isEmpty())
                .limit(10)
                .toList();
    }

    private static String difference(JsonNode expected, JsonNode given, Predicate<String> columns) {
        if (given == null) {
            return name(expected) + " isn't there";
        }
        for (Entry<String, JsonNode> column : expected.properties()) {
            JsonNode value = given.get(column.getKey());
            boolean same = column.getValue().isNumber() && value.isNumber()
                    ? Math.abs(value.asDouble() - column.getValue().asDouble()) <= ROUNDED
                    : value.equals(column.getValue());
            if (!same && columns.test(column.getKey())) {
                return name(expected) + " has " + column.getKey() + " " + value + " and not " + column.getValue();
            }
        }
        return "";
    }

    private static String name(JsonNode window) {
        return window.get("sensor_id").asText()
                + "/"
                + window.get("minutes").asInt()
                + "/"
                + window.get("window_start").asLong();
    }
}
