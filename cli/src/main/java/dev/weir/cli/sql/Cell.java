package dev.weir.cli.sql;

import dev.weir.contract.event.JsonEventDecoder;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value in a table for people, in one line.
 *
 * @param number whether it stands at the right
 */
record Cell(String text, boolean number) {

    static Cell of(@Nullable Object value) {
        Object plain = PlainValue.of(value);
        if (plain == null) {
            return new Cell("NULL", false);
        }
        if (plain instanceof BigDecimal decimal) {
            return new Cell(decimal.toPlainString(), true);
        }
        if (plain instanceof byte[] bytes) {
            return new Cell("x'" + HexFormat.of().formatHex(bytes) + "'", false);
        }
        if (plain instanceof Map || plain instanceof List) {
            String json = JsonEventDecoder.json(Map.of("", plain));
            return new Cell(printable(json.substring("{\"\":".length(), json.length() - 1)), false);
        }
        return new Cell(printable(plain.toString()), plain instanceof Number);
    }

    /** Signs that would break the line or talk to the terminal are shown as JSON writes them. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return shown.toString();
    }
}
