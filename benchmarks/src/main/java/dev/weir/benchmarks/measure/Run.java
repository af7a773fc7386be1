package dev.weir.benchmarks.measure;

import java.util.List;

/**
 * One run of one way.
 *
 * @param round runs of one round are compared with each other
 * @param steady the middle of the run
 * @param whole from the start of its process to its last commit
 * @param problems why it doesn't count; empty if it does
 */
public record Run(String way, int round, Span steady, Span whole, List<String> problems) {

    public Run {
        problems = List.copyOf(problems);
    }

    public boolean counts() {
        return problems.isEmpty();
    }
}
