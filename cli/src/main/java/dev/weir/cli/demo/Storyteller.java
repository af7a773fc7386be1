package dev.weir.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a stream into sentences, no faster than a person reads. Remembers the newest row of each key, so
 * that a withdrawal can be told. Not thread-safe.
 */
public final class Storyteller {

    private static final int REMEMBERED_ROWS = 20_000;
    /** What is older happened, or was sent, long before it came: then a latency would say nothing of the way here. */
    private static final Duration LONG_AGO = Duration.ofSeconds(20);

    private final Story story;
    private final Duration pace;
    private Instant silentUntil = Instant.MIN;
    private final Map<String, Map<String, @Nullable Object>> newest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, @Nullable Object>> eldest) {
            return size() > REMEMBERED_ROWS;
        }
    };

    /** @param pace the least time between two sentences, but for rows that are always told */
    public Storyteller(Story story, Duration pace) {
        this.story = story;
        this.pace = pace;
    }

    /**
     * What to say of a row.
     *
     * @param key the record key as text
     * @param row its columns; null for a tombstone
     * @param now when it was read
     * @return empty if nothing is to be said, or another sentence was said just before
     */
    public Optional<String> tell(String key, @Nullable Map<String, @Nullable Object> row, Instant now) {
        if (row == null) {
            Map<String, @Nullable Object> withdrawn = newest.remove(key);
            Sentence sentence = story.withdrawn();
            return withdrawn == null || sentence == null || !mayTell(withdrawn, now)
                    ? Optional.empty()
                    : Optional.of(sentence.tell(withdrawn));
        }
        newest.put(key, row);
        Optional<Sentence> sentence = story.sentenceFor(row);
        if (sentence.isEmpty() || !mayTell(row, now)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>(row);
        told.put("latency", latency(row, now));
        return sentence.map(words -> words.tell(told));
    }

    private boolean mayTell(Map<String, @Nullable Object> row, Instant now) {
        if (story.isAlwaysTold(row)) {
            return true;
        }
        if (now.isBefore(silentUntil)) {
            return false;
        }
        silentUntil = now.plus(pace);
        return true;
    }

    private @Nullable String latency(Map<String, @Nullable Object> row, Instant now) {
        Object time = story.time() == null ? null : row.get(story.time());
        if (time == null) {
            return null;
        }
        Duration latency = Duration.between(Instant.parse(time.toString()), now);
        if (latency.compareTo(LONG_AGO) > 0) {
            return latency.toSeconds() + " s after it happened";
        }
        return latency.toMillis() < 10_000
                ? latency.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", latency.toMillis() / 1000.0);
    }
}
