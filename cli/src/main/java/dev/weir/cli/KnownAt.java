package dev.weir.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The time of {@code --as-known-at}. */
final class KnownAt {

    private KnownAt() {}

    /**
     * Reads it.
     *
     * @param text null if the option isn't there
     * @throws CommandFailure if it is no time
     */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--as-known-at is a time with its zone, such as 2026-01-31T12:00:00Z; found '" + text + "'.");
        }
    }
}
