package dev.weir.pipeline.testing;

import java.time.Duration;
import java.util.List;

/**
 * How one test went.
 *
 * @param place of the test
 * @param differences none if it passed
 */
public record TestResult(Place place, String name, Duration duration, List<Difference> differences) {

    public TestResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
