package dev.weir.cli.demo;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a stream are told.
 *
 * @param time the column of a row's event time, from which its latency counts; null if it has none
 * @param by the column whose value picks the sentence; null if there is only one, under the empty text
 * @param sentences by the value of {@code by}
 * @param withdrawn told of the last row of a key when the key's tombstone comes; null to say nothing
 * @param always rows with these values are told even when there are too many to tell all
 */
public record Story(
        @Nullable String time,
        @Nullable String by,
        Map<String, Sentence> sentences,
        @Nullable Sentence withdrawn,
        Map<String, String> always) {

    public Story {
        sentences = Map.copyOf(sentences);
        always = Map.copyOf(always);
    }

    /** The sentence for a row; empty if nothing is to be said of its kind. */
    Optional<Sentence> sentenceFor(Map<String, ? extends @Nullable Object> row) {
        String kind = by == null ? "" : String.valueOf(row.get(by));
        return Optional.ofNullable(sentences.get(kind));
    }

    boolean isAlwaysTold(Map<String, ? extends @Nullable Object> row) {
        return !always.isEmpty()
                && always.entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(String.valueOf(row.get(wanted.getKey()))));
    }
}
