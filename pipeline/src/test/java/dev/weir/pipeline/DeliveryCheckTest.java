package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryCheckTest {

    private static final String SQL = """
            CREATE TABLE counts (
              k STRING, seen TIMESTAMP_LTZ(3), n BIGINT, mean DOUBLE, known_at BIGINT, PRIMARY KEY (k) NOT ENFORCED
            );
            CREATE TABLE copies (k STRING NOT NULL, seen TIMESTAMP_LTZ(3), v BIGINT) DISTRIBUTED BY HASH (k) INTO 1 BUCKETS;
            INSERT INTO counts SELECT k, MAX(seen), COUNT(*), AVG(CAST(v AS DOUBLE)), MAX(v) FROM events GROUP BY k;
            INSERT INTO copies SELECT k, seen, v FROM events;
            """;

    @TempDir
    private Path folder;

    private TestingProject project;

    @BeforeEach
    void writeStreams() throws IOException {
        project = new TestingProject(folder)
                .sql(SQL)
                .file("streams/events.yaml", "stream: events\nschema: events.avsc\nkey: k\npartitions: 1\n")
                .file("streams/events.avsc", """
                        {"type": "record", "name": "Event", "fields": [
                          {"name": "k", "type": "string"},
                          {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "v", "type": "long"}]}
                        """);
    }

    private List<String> check(String delivery) throws IOException {
        project.config("name: counting\ndeliveries:\n  lake: " + delivery + "\n");
        return project.problems();
    }

    @Test
    void soundDeliveryHasNoProblems() throws IOException {
        assertThat(check("{ stream: copies, iceberg: copies, partition: \"day(seen), bucket(4, k), v\" }"))
                .isEmpty();
    }

    @Test
    void whatPostgresqlCannotHaveIsRefused() throws IOException {
        assertThat(check("{ stream: copies, postgresql: copies }")).isEmpty();
        String name = "c".repeat(64);
        project.sql("CREATE TABLE copies (k STRING NOT NULL, %s BIGINT) DISTRIBUTED BY HASH (k) INTO 1 BUCKETS;"
                        .formatted(name)
                + "INSERT INTO copies SELECT k, v FROM events;");
        assertThat(check("{ stream: copies, postgresql: copies }"))
                .singleElement()
                .asString()
                .startsWith("weir.yaml:3:")
                .contains("DELIVERY-004 PostgreSQL's names have at most 63 bytes, which column '" + name);
    }

    @Test
    void streamThatThePipelineDoesNotWriteIsRefused() throws IOException {
        assertThat(check("{ stream: events, iceberg: events }"))
                .singleElement()
                .asString()
                .startsWith("weir.yaml:3:19 DELIVERY-001 Stream 'events' isn't written by pipeline.sql")
                .contains("copies, counts");
    }

    @Test
    void partitionsMustFitTheColumns() throws IOException {
        assertThat(
                        check(
                                "{ stream: copies, iceberg: copies, partition: \"hour(v), day(sen), truncate(2, seen), k, k\" }"))
                .hasSize(4)
                .allMatch(problem -> problem.startsWith("weir.yaml:3:55 DELIVERY-002 "))
                .anyMatch(problem -> problem.contains("hour can't be taken of column 'v', which is BIGINT"))
                .anyMatch(problem -> problem.contains("no column 'sen'"))
                .anyMatch(problem -> problem.contains("truncate can't be taken of column 'seen'"))
                .anyMatch(problem -> problem.contains("Column 'k' divides the table twice"));
    }

    @Test
    void columnsOfTheLakeItselfAreTaken() throws IOException {
        assertThat(check("{ stream: counts, iceberg: counts }"))
                .singleElement()
                .asString()
                .contains("DELIVERY-003")
                .contains("'known_at'");
    }
}
