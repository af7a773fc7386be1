package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * How fast events are sent. Not thread-safe.
 *
 * @see #unbounded()
 */
public final class Pace {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Double perSecond;
    private final @Nullable Double speed;
    private final @Nullable String timeField;
    private long sent;
    private @Nullable Instant first;

    /**
     * @param perSecond events a second at most; null for as many as there are
     * @param speed how many times as fast as their event times are apart; null for at once
     * @param timeField the field of the event time, needed for {@code speed}
     */
    public Pace(@Nullable Double perSecond, @Nullable Double speed, @Nullable String timeField) {
        this.perSecond = perSecond;
        this.speed = speed;
        this.timeField = timeField;
    }

    /** As fast as the door takes them. */
    static Pace unbounded() {
        return new Pace(null, null, null);
    }

    /** How long after the beginning the next event is to be sent; an event whose time can't be read isn't held up. */
    Duration next(Row row) {
        double seconds = perSecond == null ? 0 : sent / perSecond;
        sent++;
        if (speed != null && timeField != null) {
            Instant time = eventTime(row.json(), timeField);
            if (time != null) {
                first = first == null ? time : first;
                seconds = Math.max(seconds, Duration.between(first, time).toMillis() / 1_000.0 / speed);
            }
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static @Nullable Instant eventTime(String event, String field) {
        try {
            JsonNode value = JSON.readTree(event).path(field);
            if (value.isIntegralNumber()) {
                return Instant.ofEpochMilli(value.asLong());
            }
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    value.asText(), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime exact
                    ? exact.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        } catch (JsonProcessingException | DateTimeException e) {
            // Not swallowed: the door refuses such an event and says why.
            return null;
        }
    }
}
