package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyCheckTest {

    private static final String LOW = "name: alerting\nlatency: low\n";

    @TempDir
    private Path folder;

    private TestingProject project;

    @BeforeEach
    void writeStreams() throws IOException {
        project = new TestingProject(folder).file("streams/events.yaml", """
                        stream: events
                        schema: events.avsc
                        key: k
                        partitions: 1
                        """).file("streams/events.avsc", """
                        {"type": "record", "name": "Event", "fields": [
                          {"name": "k", "type": "string"}, {"name": "v", "type": "long"}]}
                        """);
    }

    private List<String> check(String config, String sql) throws IOException {
        project.config(config).sql(sql);
        return project.problems();
    }

    private static String alerts(String rest) {
        return "CREATE TABLE alerts (k STRING NOT NULL, v BIGINT NOT NULL" + rest
                + ";\nINSERT INTO alerts SELECT k, v FROM events;\n";
    }

    @Test
    void streamsThatTellRepeatsAreFine() throws IOException {
        assertThat(check(LOW, alerts(", PRIMARY KEY (k) NOT ENFORCED)"))).isEmpty();
        assertThat(check(LOW, alerts(") DISTRIBUTED BY HASH (k) WITH ('identity' = 'k, v', 'within' = '1h')")))
                .isEmpty();
    }

    @Test
    void streamThatCannotTellRepeatsIsRefusedWhereItIsWritten() throws IOException {
        assertThat(check(LOW, alerts(") DISTRIBUTED BY HASH (k)")))
                .singleElement()
                .asString()
                .startsWith("pipeline.sql:2:1 LATENCY-001 With 'latency: low' rows of 'alerts' may come twice after a"
                        + " failure")
                .contains("WITH ('identity' = 'key, id', 'within' = '1h')");
        assertThat(check("name: alerting\nlatency: commit\n", alerts(") DISTRIBUTED BY HASH (k)")))
                .isEmpty();
    }

    @Test
    void whatKeepsRowsBackIsRefused() throws IOException {
        String sql = alerts(", PRIMARY KEY (k) NOT ENFORCED)");
        assertThat(check(LOW, "SET 'table.exec.mini-batch.enabled' = 'true';\n" + sql))
                .singleElement()
                .asString()
                .startsWith("pipeline.sql:1:1 LATENCY-002 A mini-batch keeps rows back");
        assertThat(check(LOW, "SET 'table.exec.mini-batch.enabled' = 'false';\n" + sql))
                .isEmpty();
    }

    @Test
    void accountsAreRefusedSinceRowsAreThereBeforeTheLedger() throws IOException {
        assertThat(check(
                        LOW + "accounts:\n  events: { events: { of: events }, rows: { of: alerts } }\n",
                        alerts(", PRIMARY KEY (k) NOT ENFORCED)")))
                .singleElement()
                .asString()
                .startsWith("weir.yaml:4:49 LATENCY-003 An account compares");
    }

    @Test
    void otherValuesAreRefused() throws IOException {
        assertThat(check("name: alerting\nlatency: lower\n", alerts(", PRIMARY KEY (k) NOT ENFORCED)")))
                .containsExactly("weir.yaml:2:10 PROJECT-002 'latency' expects commit or low but found 'lower'.");
    }
}
