package dev.weir.streams.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.TestingContracts;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.junit.jupiter.api.Test;

class StreamSessionTest {

    private static final StreamsConfig CONFIG =
            new StreamsConfig("localhost:1", RegistryConfig.of(URI.create("http://localhost:1")), "plan-local");

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(4);
    private final StreamSession session = StreamSession.open(
            environment,
            CONFIG,
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
    void streamIsReadOnceHoweverManyOfItsTablesAreUsed() {
        List<StreamNode> nodes = plan(
                "INSERT INTO customers SELECT customer, note FROM orders WHERE note <> ''",
                "INSERT INTO copies SELECT id, customer, amount, placed, $fate FROM orders$late",
                "INSERT INTO copies SELECT id, customer, amount, placed, CAST($offset AS STRING) FROM orders$duplicate",
                "INSERT INTO copies SELECT id, customer, amount, placed, note FROM orders$all");

        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .containsOnlyOnce("source:orders", "judge:orders", "dead:orders");
    }

    @Test
    void readingHasNoMoreSubtasksThanPartitions() {
        List<StreamNode> nodes = plan("INSERT INTO customers SELECT customer, note FROM orders WHERE note <> ''");

        assertThat(nodes)
                .filteredOn(node -> "source:orders".equals(node.getTransformationUID()))
                .extracting(StreamNode::getParallelism)
                .containsExactly(2);
    }

    @Test
    void streamThatIsWrittenInThePlaceOfAnotherHasASinkOfItsOwn() {
        InMemoryStreamStore store = new InMemoryStreamStore(
                List.of(TestingContracts.orders("orders"), TestingContracts.customers("customers")));
        StreamSession forked = StreamSession.open(environment, CONFIG, new StreamStore() {
            @Override
            public List<String> list() {
                return store.list();
            }

            @Override
            public Optional<StreamContract> find(String stream) {
                return store.find(stream);
            }

            @Override
            public void create(StreamContract contract) throws StreamRefusedException {
                store.create(contract);
            }

            @Override
            public StreamContract written(StreamContract declared) {
                return declared.named(declared.name() + "_fork1");
            }
        });

        List<StreamNode> nodes =
                plan(forked, "INSERT INTO customers SELECT customer, note FROM orders WHERE note <> ''");

        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .contains("source:orders", "dead:orders", "sink:customers>customers_fork1")
                .contains("Sink Committer: sink:customers>customers_fork1")
                .noneMatch("sink:customers"::equals);
    }

    private List<StreamNode> plan(String... statements) {
        return plan(session, statements);
    }

    private List<StreamNode> plan(StreamSession session, String... statements) {
        StreamStatementSet set = session.tables().createStatementSet();
        for (String statement : statements) {
            set.addInsertSql(statement);
        }
        session.attach(set);
        return List.copyOf(environment.getStreamGraph(false).getStreamNodes());
    }
}
