package dev.weir.pipeline.observe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the committed results of a pipeline are behind a stream.
 *
 * @param records how many records of the stream aren't contained in committed results. Exact for what plain producers
 *     write; where transactions write, their markers between records count as well, and so do heartbeats between events
 * @param behind how long ago the oldest of them was appended; zero if there is none, null if it can't be told
 */
public record Lag(long records, @Nullable Duration behind) {

    static final Lag NONE = new Lag(0, Duration.ZERO);

    Lag plus(Lag other) {
        Duration oldest = behind == null || other.behind == null
                ? null
                : behind.compareTo(other.behind) > 0 ? behind : other.behind;
        return new Lag(records + other.records, oldest);
    }
}
