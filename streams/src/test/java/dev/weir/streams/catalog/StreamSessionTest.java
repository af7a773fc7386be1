package dev.weir.streams.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.registry.RegistryConfig;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.TestingContracts;
import java.net.URI;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.junit.jupiter.api.Test;

class StreamSessionTest {

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(4);
    private final StreamSession session = StreamSession.open(
            environment,
            new StreamsConfig("localhost:1", RegistryConfig.of(URI.create("http://localhost:1")), "plan-local"),
            new InMemoryStreamStore(List.of(
                    TestingContracts.orders("orders"),
                    TestingContracts.orders("copies"),
                    TestingContracts.customers("customers"))));

    @Test
    void streamIsReadJudgedAndItsDeadKeptOnceHoweverManyQueriesUseIt() {
        List<StreamNode> nodes = plan(
                "INSERT INTO copies SELECT id, customer, amount, placed, CAST(NULL AS STRING) FROM orders",
                "INSERT INTO customers SELECT a.customer, b.note FROM orders a JOIN orders b ON a.id = b.amount"
                        + " WHERE b.note IS NOT NULL",
                "INSERT INTO customers SELECT customer, CAST(COUNT(*) AS STRING) FROM TUMBLE(TABLE orders,"
                        + " DESCRIPTOR(placed), INTERVAL '1' MINUTE) GROUP BY customer, window_start, window_end");

        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .containsOnlyOnce("source:orders", "judge:orders", "dead:orders", "sink:copies", "sink:customers");
    }

    @Test
    void readingHasNoMoreSubtasksThanPartitions() {
        List<StreamNode> nodes = plan("INSERT INTO customers SELECT customer, note FROM orders WHERE note <> ''");

        assertThat(nodes)
                .filteredOn(node -> "source:orders".equals(node.getTransformationUID()))
                .extracting(StreamNode::getParallelism)
                .containsExactly(2);
    }

    private List<StreamNode> plan(String... statements) {
        StreamStatementSet set = session.tables().createStatementSet();
        for (String statement : statements) {
            set.addInsertSql(statement);
        }
        session.attach(set);
        return List.copyOf(environment.getStreamGraph(false).getStreamNodes());
    }
}
