package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCheckTest {

    private static final String SQL = """
            CREATE TABLE counts (k STRING, starts TIMESTAMP_LTZ(3), ends TIMESTAMP_LTZ(3), n BIGINT, mean DOUBLE, since DOUBLE,
              PRIMARY KEY (k, starts) NOT ENFORCED);
            INSERT INTO counts SELECT k, seen, seen, COUNT(*), AVG(CAST(v AS DOUBLE)), 1.0 FROM events GROUP BY k, seen;
            """;
    private static final String WINDOW = "    window: { start: starts, end: ends }\n";

    @TempDir
    private Path folder;

    private TestingProject project;

    @BeforeEach
    void writeStreams() throws IOException {
        project = new TestingProject(folder)
                .sql(SQL)
                .file("streams/events.yaml", """
                        stream: events
                        schema: events.avsc
                        key: k
                        time: { field: seen, disorder: 10s }
                        partitions: 1
                        """)
                .file("streams/entries.yaml", """
                        stream: entries
                        schema: events.avsc
                        mode: upsert
                        key: [k, v]
                        partitions: 1
                        """)
                .file("streams/events.avsc", """
                        {"type": "record", "name": "Event", "fields": [
                          {"name": "k", "type": "string"},
                          {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "v", "type": "long"}]}
                        """);
    }

    private List<String> check(String features) throws IOException {
        project.config("name: counting\nfeatures:\n" + features);
        return project.problems();
    }

    @Test
    void soundFeaturesHaveNoProblems() throws IOException {
        assertThat(check("  counts:\n" + WINDOW
                        + "    events: { of: events$all, by: k, values: { n: count(*), mean: avg(v) } }\n"
                        + "    logs:\n      entries:\n        by: k\n        time: seen\n        counted_for: 30d\n"
                        + "        values:\n          since: hours(newest.seen)\n          n: counts\n"))
                .isEmpty();
    }

    @Test
    void streamsMustBeThereAndFit() throws IOException {
        assertThat(check("  count:\n" + WINDOW))
                .hasSize(1)
                .anyMatch(problem -> problem.contains(
                        "FEATURE-001 Stream 'count' isn't written by pipeline.sql. Did you mean 'counts'?"));
        assertThat(check("  counts:\n" + WINDOW + "    events: { of: entries, by: k, values: { n: count(*) } }\n"
                        + "    logs: { events: { by: k, time: seen, values: { n: newest.v } } }\n"))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("'entries' has no windows of events"))
                .anyMatch(problem -> problem.contains("'events' has events, and no entries that change"));
        assertThat(check(
                        "  counts:\n" + WINDOW + "    events: { of: events, by: { n: v }, values: { n: count(*) } }\n"))
                .hasSize(1)
                .anyMatch(problem -> problem.contains("'by' doesn't have the key of 'events', k"));
    }

    @Test
    void columnsMustBeThereAndFit() throws IOException {
        assertThat(check("  counts:\n    window: { start: n, end: end }\n"
                        + "    events: { of: events, by: k, values: { m: count(*), n: sum(w), mean: avg(k) } }\n"
                        + "    logs: { entries: { by: { mean: seen }, time: v, values: { n: newest.w } } }\n"))
                .anyMatch(problem -> problem.contains("Column 'n' of 'counts' isn't a time, as the window's begin is"))
                .anyMatch(problem -> problem.contains("Stream 'counts' has no column 'end'. Did you mean 'ends'?"))
                .anyMatch(problem -> problem.contains("Stream 'counts' has no column 'm'."))
                .anyMatch(problem -> problem.contains("Stream 'events' has no column 'w'."))
                .anyMatch(problem -> problem.contains("Column 'k' of 'events' isn't a number."))
                .anyMatch(problem -> problem.contains("Column 'seen' isn't part of the key of 'entries'"))
                .anyMatch(problem -> problem.contains("Column 'v' of 'entries' isn't a time"))
                .anyMatch(problem -> problem.contains("Stream 'entries' has no column 'w'."));
    }

    @Test
    void formulasMustBeOnes() throws IOException {
        assertThat(check("  counts:\n" + WINDOW + "    events: { of: events, by: k, values: { n: median(v) } }\n"
                        + "    logs:\n      entries:\n        by: k\n        time: seen\n        values:\n"
                        + "          since: newest['a'].seen\n          n: counts\n          mean: oldest.v\n"))
                .hasSize(4)
                .allMatch(problem -> problem.contains("FEATURE-003"))
                .anyMatch(problem -> problem.contains("but found 'median(v)'"))
                .anyMatch(problem -> problem.contains("'entries' has no 'group' here"))
                .anyMatch(problem -> problem.contains("counts need 'counted_for'"))
                .anyMatch(problem -> problem.contains("but found 'oldest.v'"));
    }
}
