package dev.weir.pipeline.testing;

import java.util.List;

/**
 * One thing that isn't as a test expects.
 *
 * @param place of the expectation
 * @param stream where it shows; empty if in none
 * @param what in one sentence
 * @param details lines for people, already aligned
 */
public record Difference(Place place, String stream, String what, List<String> details) {

    public Difference {
        details = List.copyOf(details);
    }
}
