package dev.weir.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.Problem;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.pipeline.function.FunctionFolder;
import dev.weir.pipeline.function.PipelineFunctions;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.sql.SqlScript;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.InMemoryStreamStore;
import dev.weir.streams.kafka.QueryLog;
import dev.weir.streams.kafka.QueryStart;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans only: no server is there. */
class QuerySessionTest {

    private static final Sink<Row> NOWHERE = new DiscardingSink<>();

    @TempDir
    private Path folder;

    private PipelineFunctions functions;

    @BeforeEach
    void loadFunctions() throws Exception {
        functions = new FunctionFolder(folder.resolve("none")).load(folder, new ArrayList<>());
    }

    @AfterEach
    void closeFunctions() throws Exception {
        functions.close();
    }

    @Test
    void resultIsAppendOnlyUnlessRowsChange() throws Exception {
        assertThat(plan("SELECT customer, amount FROM payments WHERE amount > 1", true)
                        .appendOnly())
                .isTrue();
        assertThat(plan("SELECT customer, COUNT(*) FROM payments GROUP BY customer", true)
                        .appendOnly())
                .isFalse();
        assertThat(plan("SELECT * FROM payments$dead", true).appendOnly()).isFalse();
        assertThat(plan(
                                "SELECT window_end, SUM(amount) FROM TUMBLE(TABLE payments, DESCRIPTOR(paid_at), INTERVAL '1'"
                                        + " MINUTE) GROUP BY window_start, window_end",
                                true)
                        .appendOnly())
                .isTrue();
    }

    @Test
    void planSaysWhatItReads() throws Exception {
        PlannedQuery plan = plan("SELECT a.customer AS c FROM payments a JOIN payments b ON a.amount = b.amount", true);
        assertThat(plan.topics()).containsExactly("payments");
        assertThat(plan.columns()).containsExactly("c");
        assertThat(plan("SELECT 1", true).topics()).isEmpty();
    }

    @Test
    void unknownNamesAreHintedAtTheirPlace() {
        assertThat(problem("SELECT *\nFROM paymets"))
                .startsWith("x.sql:2:6: ")
                .contains("'paymets' not found")
                .contains("Did you mean 'payments'?");
        assertThat(problem("SELECT custmer FROM payments"))
                .startsWith("x.sql:1:8: ")
                .contains("Did you mean 'customer'?");
        assertThat(problem("SELECT customer AS one FROM payments")).contains("write `one`");
        assertThat(problem("SELECT * FROM payments.dead")).contains("Did you mean 'payments$dead'?");
    }

    @Test
    void viewsAndOptionsHoldForWhatFollows() throws Exception {
        QuerySession session = session(true);
        session.define(statement("CREATE VIEW big AS SELECT customer FROM payments WHERE amount > 100"));
        session.define(statement("SET 'table.exec.state.ttl' = '1 d'"));
        assertThat(session.plan(statement("SELECT * FROM big"), NOWHERE).columns())
                .containsExactly("customer");
        assertThat(session.views()).containsExactly("big");
    }

    @Test
    void anyOrderIsThereOnlyForAQueryThatEnds() throws Exception {
        String sql = "SELECT customer FROM payments ORDER BY amount";
        assertThat(plan(sql, false).columns()).containsExactly("customer");
        assertThat(problem(sql)).contains("Sort on a non-time-attribute field").contains("LIMIT");
    }

    @Test
    void rankThatFlinkComputesWronglyIsRefused() {
        assertThat(problem("SELECT COUNT(*) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount) AS r"
                        + " FROM payments) WHERE r = 1"))
                .contains("SQL-007");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            TUMBLE(TABLE payments, DESCRIPTOR(paid_at), INTERVAL '10' MINUTE, %s)                         | '0' SECOND  | '7' SECOND
            TUMBLE(TABLE payments, DESCRIPTOR(paid_at), INTERVAL '10' MINUTE, %s)                         | '0' SECOND  | '-9' MINUTE
            HOP(TABLE payments, DESCRIPTOR(paid_at), INTERVAL '1' MINUTE, INTERVAL '10' MINUTE, %s)       | '2' MINUTE  | '90' SECOND
            CUMULATE(TABLE payments, DESCRIPTOR(paid_at), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE, %s)  | '-5' MINUTE | '1' MINUTE
            """)
    void windowsOfWhichFlinkLosesRowsAreRefused(String window, String sound, String lossy) throws Exception {
        String sql = "SELECT window_end, COUNT(*) FROM TABLE(" + window + ") GROUP BY window_start, window_end";
        assertThat(plan(sql.formatted("INTERVAL " + sound), false).columns()).hasSize(2);
        assertThat(problem(sql.formatted("INTERVAL " + lossy)))
                .contains("SQL-009")
                .contains("OFFSET");
    }

    @Test
    void firstRowThatFlinkWouldNotUpdateIsRefused() throws Exception {
        String totals = "SELECT customer, SUM(amount) FROM payments GROUP BY customer ORDER BY customer LIMIT ";
        assertThat(problem(totals + 1)).contains("SQL-008").contains("LIMIT 2");
        assertThat(plan(totals + 2, true).appendOnly()).isFalse();
    }

    private String problem(String sql) {
        ProjectException thrown = catchThrowableOfType(ProjectException.class, () -> plan(sql, true));
        return thrown.problems().get(0).toString();
    }

    private PlannedQuery plan(String sql, boolean follow) throws Exception {
        return session(follow).plan(statement(sql), NOWHERE);
    }

    private static SqlStatement statement(String sql) {
        List<Problem> problems = new ArrayList<>();
        SqlScript script = SqlScript.parsePrompt(Path.of("x.sql"), sql, problems);
        assertThat(problems).isEmpty();
        return script.statements().get(0);
    }

    private QuerySession session(boolean follow) throws Exception {
        StreamsConfig nowhere =
                new StreamsConfig("localhost:1", RegistryConfig.of(URI.create("http://localhost:1")), "test");
        return new QuerySession(
                new QueryLog(nowhere, new QueryStart.Beginning(), follow),
                new InMemoryStreamStore(List.of(payments())),
                functions,
                follow);
    }

    private static StreamContract payments() throws Exception {
        String yaml = """
                stream: payments
                schema: payments.avsc
                key: customer
                time: { field: paid_at, disorder: 30s }
                """;
        String schema = """
                {"type": "record", "name": "payments", "fields": [
                  {"name": "customer", "type": "string"},
                  {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
                  {"name": "paid_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";
        return ContractSource.parse(Path.of("payments.yaml"), yaml, SchemaFormat.AVRO, schema)
                .contract();
    }
}
