package dev.weir.operate.audit;

import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What rows and events have in common that an account compares.
 *
 * @param values as text, in the order of the account
 * @param window the start of the window in milliseconds since 1970; null if there is none
 */
record Group(List<String> values, @Nullable Long window) {

    /** For people: {@code sensor_id=s1, window_start=2026-01-01T00:00:00Z}; empty for the whole. */
    String text(Account account) {
        StringJoiner text = new StringJoiner(", ");
        for (int i = 0; i < values.size(); i++) {
            text.add(account.by().get(i).row() + "=" + values.get(i));
        }
        if (window != null && account.window() != null) {
            text.add(account.window().column() + "=" + Instant.ofEpochMilli(window));
        }
        return text.toString();
    }
}
