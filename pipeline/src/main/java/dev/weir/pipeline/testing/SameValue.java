package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a value came out as expected, however either is written: {@code 30.5} is {@code "30.50"}. */
final class SameValue {

    private SameValue() {}

    /** Whether all columns that are expected are there and the same. */
    static boolean columns(ObjectNode expected, ObjectNode found) {
        return expected.properties().stream().allMatch(entry -> of(entry.getValue(), found.get(entry.getKey())));
    }

    static boolean of(JsonNode expected, @Nullable JsonNode found) {
        if (found == null || found.isNull() || expected.isNull()) {
            return expected.isNull() && (found == null || found.isNull());
        }
        if (expected.isContainerNode() || found.isContainerNode()) {
            return containers(expected, found);
        }
        if (expected.asText().equals(found.asText())) {
            return true;
        }
        BigDecimal number = number(expected);
        BigDecimal foundNumber = number(found);
        if (number != null && foundNumber != null) {
            return number.compareTo(foundNumber) == 0;
        }
        Instant time = instant(expected);
        return time != null && time.equals(instant(found));
    }

    private static boolean containers(JsonNode expected, JsonNode found) {
        if (expected.size() != found.size() || expected.isArray() != found.isArray()) {
            return false;
        }
        if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!of(expected.get(i), found.get(i))) {
                    return false;
                }
            }
            return true;
        }
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            if (!of(entry.getValue(), found.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        String text = value.asText();
        return text.matches("-?\\d+(\\.\\d+)?") ? new BigDecimal(text) : null;
    }

    private static @Nullable Instant instant(JsonNode value) {
        if (value.isIntegralNumber()) {
            return Instant.ofEpochMilli(value.longValue());
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
