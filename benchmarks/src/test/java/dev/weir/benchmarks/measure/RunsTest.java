package dev.weir.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static Run run(String way, int round, double rate, String... problems) {
        Span span = new Span(rate, 1e9, 1, 1);
        return new Run(way, round, span, span, List.of(problems));
    }

    private final Runs runs = new Runs(List.of(
            run("fast", 1, 100),
            run("slow", 1, 50),
            run("fast", 2, 300),
            run("slow", 2, 30),
            run("fast", 3, 999, "one row is missing"),
            run("slow", 3, 3)));

    @Test
    void ratiosAreOfRunsOfOneRoundThatBothCount() {
        assertThat(runs.ratio("fast", "slow", run -> run.steady().rate())).contains(new Spread(6, 2, 10));
    }

    @Test
    void aWrongRunDoesntCount() {
        assertThat(runs.spread("fast", run -> run.steady().rate())).contains(new Spread(200, 100, 300));
        assertThat(runs.spread("slow", run -> run.steady().rate())).contains(new Spread(30, 3, 50));
        assertThat(runs.spread("other", run -> run.steady().rate())).isEmpty();
    }

    @Test
    void aTableIsAligned() {
        TextTable table = new TextTable("way", "µs");
        table.add("stock", "4.4");

        assertThat(table.lines()).containsExactly("| way   | µs  |", "|-------|-----|", "| stock | 4.4 |");
    }
}
