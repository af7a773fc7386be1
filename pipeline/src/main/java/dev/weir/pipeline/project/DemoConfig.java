package dev.weir.pipeline.project;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code weir up --demo} shows of this pipeline.
 *
 * @param generator a single-file Java program in the project that makes events
 * @param reads the stream that it sends them to, whose events are counted
 * @param tail the stream whose rows are told in sentences
 * @param time the column of a row's event time, from which its latency counts; null if it has none
 * @param by the column whose value picks the sentence; null if there is but one sentence
 * @param sentences how a row reads, with {@code {column}} for its values; by the value of {@code by}
 * @param withdrawn how the end of a row reads; null to say nothing
 * @param always rows with these values are told even when there are too many to tell all
 * @param accepted an event that a reader may send by hand, as JSON; null for none
 * @param refused one that the gateway refuses; null for none
 */
public record DemoConfig(
        String generator,
        String reads,
        String tail,
        @Nullable String time,
        @Nullable String by,
        Map<String, String> sentences,
        @Nullable String withdrawn,
        Map<String, String> always,
        @Nullable String accepted,
        @Nullable String refused) {

    public DemoConfig {
        sentences = Map.copyOf(sentences);
        always = Map.copyOf(always);
    }
}
