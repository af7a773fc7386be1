package dev.weir.cli;

import dev.weir.contract.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where reading a stream begins. */
sealed interface TailStart {

    TailStart BEGINNING = new Beginning();
    TailStart END = new End();

    /** With the oldest record that is kept. */
    record Beginning() implements TailStart {}

    /** With what comes next. */
    record End() implements TailStart {}

    /** With the first record that the broker took at {@code time} or later. */
    record At(Instant time) implements TailStart {}

    /** Reads {@code beginning}, {@code end}, a time in ISO-8601 (without an offset: UTC), or how long ago: {@code -10m}. */
    final class Converter implements ITypeConverter<TailStart> {

        @Override
        public TailStart convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "beginning" -> BEGINNING;
                case "end" -> END;
                default -> new At(ago(text).orElseGet(() -> time(text)));
            };
        }

        private static Optional<Instant> ago(String text) {
            return text.startsWith("-")
                    ? DurationText.parse(text.substring(1)).map(Instant.now()::minus)
                    : Optional.empty();
        }

        private static Instant time(String text) {
            try {
                TemporalAccessor time =
                        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return time instanceof OffsetDateTime exact
                        ? exact.toInstant()
                        : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new TypeConversionException("expected beginning, end, a time such as 2026-01-31T12:00:00Z or how"
                        + " long ago such as -10m, but was '" + text + "'");
            }
        }
    }
}
