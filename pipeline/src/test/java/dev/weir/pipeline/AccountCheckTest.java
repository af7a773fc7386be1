package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCheckTest {

    private static final String SQL = """
            CREATE TABLE counts (k STRING, starts TIMESTAMP_LTZ(3), n BIGINT, mean DOUBLE, PRIMARY KEY (k, starts) NOT ENFORCED);
            CREATE TABLE copies (k STRING NOT NULL, v BIGINT) DISTRIBUTED BY HASH (k) INTO 1 BUCKETS;
            INSERT INTO counts SELECT k, seen, COUNT(*), AVG(CAST(v AS DOUBLE)) FROM events GROUP BY k, seen;
            INSERT INTO copies SELECT k, v FROM events;
            """;

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
                .file("streams/others.yaml", """
                        stream: others
                        schema: events.avsc
                        mode: upsert
                        key: k
                        partitions: 1
                        """)
                .file("streams/events.avsc", """
                        {"type": "record", "name": "Event", "fields": [
                          {"name": "k", "type": "string"},
                          {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "v", "type": "long"}]}
                        """);
    }

    private List<String> check(String account) throws IOException {
        project.config("name: counting\naccounts:\n  events: " + account + "\n");
        return project.problems();
    }

    @Test
    void soundAccountHasNoProblems() throws IOException {
        assertThat(check("{ events: { of: events$all, where: v > 3 }, rows: { of: counts, sum: n, where: n < 9 },"
                        + " by: k, window: { column: starts, size: 10m } }"))
                .isEmpty();
        assertThat(check("{ events: { of: events, sum: v }, rows: { of: copies, sum: v }, by: { k: k, v: v } }"))
                .isEmpty();
    }

    @Test
    void streamsMustBeReadAndWrittenByThePipeline() throws IOException {
        assertThat(check("{ events: { of: event }, rows: { of: count } }"))
                .containsExactly(
                        "weir.yaml:3:27 ACCOUNT-001 Stream 'event' isn't read by the pipeline. Did you mean 'events'?",
                        "weir.yaml:3:48 ACCOUNT-001 Stream 'count' isn't written by pipeline.sql. Did you mean"
                                + " 'counts'?");
        assertThat(check("{ events: { of: others }, rows: { of: events } }"))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("'others' isn't read"))
                .anyMatch(problem -> problem.contains("'others' has changes of rows, which don't add up"))
                .anyMatch(problem -> problem.contains("'events' isn't written"));
    }

    @Test
    void columnsMustBeThereAndFit() throws IOException {
        assertThat(check(
                        "{ events: { of: events, sum: k }, rows: { of: counts, sum: mean }, by: [kk, n, { starts: v }],"
                                + " window: { column: k, size: 1m } }"))
                .hasSize(7)
                .anyMatch(problem -> problem.contains("Column 'k' of 'events' can't be added up exactly"))
                .anyMatch(problem -> problem.contains("Column 'mean' of 'counts' can't be added up exactly"))
                .anyMatch(problem -> problem.contains("Stream 'counts' has no column 'kk'. Did you mean 'k'?"))
                .anyMatch(problem -> problem.contains("Stream 'events' has no column 'n'."))
                .anyMatch(problem -> problem.startsWith("weir.yaml:3:") && problem.contains("'window' expects"));
    }

    @Test
    void conditionsMustBeOverTheColumns() throws IOException {
        assertThat(check("{ events: { of: events, where: w == 3 }, rows: { of: counts, where: n } }"))
                .hasSize(2)
                .anyMatch(problem ->
                        problem.startsWith("weir.yaml:3:42 ACCOUNT-003 Not a condition over the columns of 'events'"))
                .anyMatch(problem -> problem.contains("Not a condition over the columns of 'counts'"));
    }

    @Test
    void keysAreTakenAtTheirWord() throws IOException {
        assertThat(
                        check(
                                "{ events: { of: events$all }, row: { of: counts }, by: [[k]], window: { column: starts, early: often } }"))
                .hasSize(5)
                .anyMatch(problem -> problem.contains("'early' expects true or false but found 'often'"))
                .anyMatch(problem -> problem.contains("'size' is missing"))
                .anyMatch(problem -> problem.contains("'rows' is missing"))
                .anyMatch(problem -> problem.contains("Unknown key 'row'. Did you mean 'rows'?"))
                .anyMatch(problem -> problem.contains("Expected a column"));
    }
}
