package dev.weir.streams.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.TestingContracts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.Test;

class WeirCatalogTest {

    private final List<StreamContract> created = new ArrayList<>();
    private final InMemoryStreamStore store = new InMemoryStreamStore(
            List.of(TestingContracts.orders("orders"), TestingContracts.customers("customers")));
    private final StreamSession session = StreamSession.open(
            StreamExecutionEnvironment.createLocalEnvironment(2),
            new StreamsConfig(
                    "localhost:1", RegistryConfig.of(URI.create("http://localhost:1")), "test-pipeline-local"),
            new StreamStore() {
                @Override
                public List<String> list() {
                    return store.list();
                }

                @Override
                public java.util.Optional<StreamContract> find(String stream) {
                    return store.find(stream);
                }

                @Override
                public void create(StreamContract contract) {
                    created.add(contract);
                    store.create(contract);
                }
            });

    @Test
    void everyContractIsATableAndSoAreItsDeadLetters() {
        assertThat(rows("SHOW TABLES"))
                .extracting(row -> row.getField(0))
                .contains("orders", "orders$dead", "customers", "customers$dead");
    }

    @Test
    void tableOfAStreamHasColumnsWatermarkAndPartitions() {
        String table = String.valueOf(rows("SHOW CREATE TABLE orders").get(0).getField(0));

        assertThat(table)
                .contains("`id` BIGINT NOT NULL")
                .contains("`customer` VARCHAR(2147483647) NOT NULL")
                .contains("`note` VARCHAR(2147483647)")
                .contains("`placed` TIMESTAMP(3) WITH LOCAL TIME ZONE NOT NULL")
                .contains("WATERMARK FOR `placed` AS `placed` - INTERVAL '5' SECOND")
                .contains("DISTRIBUTED BY HASH(`customer`) INTO 2 BUCKETS")
                .contains("COMMENT 'One order.'")
                .doesNotContain("PRIMARY KEY");
    }

    @Test
    void tablesOfFatesSayWhereAnEventIsAndAreNotListed() {
        assertThat(String.valueOf(rows("SHOW CREATE TABLE orders$all").get(0).getField(0)))
                .contains("`$fate` VARCHAR(2147483647) NOT NULL")
                .contains("`$partition` INT NOT NULL")
                .contains("`$offset` BIGINT NOT NULL")
                .contains("`$append_time` TIMESTAMP(3) WITH LOCAL TIME ZONE NOT NULL")
                .contains("WATERMARK FOR `placed`");
        assertThat(String.valueOf(rows("SHOW CREATE TABLE orders$late").get(0).getField(0)))
                .contains("`$offset`")
                .doesNotContain("WATERMARK");
        assertThat(rows("SHOW TABLES")).extracting(row -> row.getField(0)).doesNotContain("orders$late");
    }

    @Test
    void tablesOfFatesAreOfStreamsThatOnlyGrow() {
        assertThatThrownBy(() -> sql("SELECT * FROM customers$late"))
                .hasMessageContaining("'customers$late' not found");
        assertThatThrownBy(() -> sql("SELECT * FROM orders$lat")).hasMessageContaining("'orders$lat' not found");
    }

    @Test
    void changesOfAStreamWithAKeyAreRowsThatNothingTakesBack() {
        String table = String.valueOf(
                rows("SHOW CREATE TABLE customers$changes").get(0).getField(0));
        assertThat(table)
                .contains("`customer` VARCHAR(2147483647) NOT NULL")
                .contains("`known_at` TIMESTAMP(3) WITH LOCAL TIME ZONE NOT NULL")
                .contains("`deleted` BOOLEAN NOT NULL")
                .contains("`kafka_partition` INT NOT NULL")
                .doesNotContain("PRIMARY KEY");
        assertThat(table.split("NOT NULL"))
                .as("what is never null: key, revision, known_at, deleted, kafka_partition")
                .hasSize(6);
        assertThat(String.valueOf(rows("EXPLAIN CHANGELOG_MODE SELECT * FROM customers$changes")
                        .get(0)
                        .getField(0)))
                .contains("changelogMode=[I]")
                .doesNotContain("ChangelogNormalize");
        assertThatThrownBy(() -> sql("SELECT * FROM orders$changes"))
                .hasMessageContaining("'orders$changes' not found");
    }

    @Test
    void aStreamAndItsChangesArentReadByOnePipeline() {
        assertThatThrownBy(
                        () -> rows(
                                "EXPLAIN SELECT a.customer FROM customers a JOIN customers$changes b ON a.customer = b.customer"))
                .hasStackTraceContaining("A pipeline can't read both 'customers' and 'customers$changes'");
    }

    @Test
    void tablesOfFatesAreReadButNotWritten() {
        assertThatThrownBy(() -> sql("EXPLAIN INSERT INTO orders$late SELECT * FROM orders$late"))
                .hasStackTraceContaining("it shows what was read of the stream 'orders'");
        assertThatThrownBy(() -> sql("CREATE TABLE orders$late (id BIGINT)"))
                .hasStackTraceContaining("A stream's name");
    }

    @Test
    void upsertStreamHasItsKeyAsPrimaryKey() {
        assertThat(String.valueOf(rows("SHOW CREATE TABLE customers").get(0).getField(0)))
                .contains("PRIMARY KEY (`customer`) NOT ENFORCED");
    }

    @Test
    void createTableSaysWhatNamesAnEventOfAnAppendStream() {
        sql("""
            CREATE TABLE alerts (customer STRING NOT NULL, alert STRING NOT NULL) DISTRIBUTED BY HASH(customer)
            WITH ('identity' = 'customer, alert', 'within' = '1h')""");

        assertThat(created.get(0).identity())
                .isEqualTo(new Identity.ById(List.of("customer", "alert"), Duration.ofHours(1)));
    }

    @Test
    void identityOfATableIsRefusedWhereItCouldNotTellRepeats() {
        assertThatThrownBy(() -> alerts("PRIMARY KEY (customer) NOT ENFORCED)", "customer"))
                .hasStackTraceContaining("by which its newest row counts");
        assertThatThrownBy(() -> alerts("n DOUBLE) DISTRIBUTED BY HASH(customer)", "customer, alrt"))
                .hasStackTraceContaining("names column 'alrt'")
                .hasStackTraceContaining("Did you mean 'alert'?");
        assertThatThrownBy(() -> alerts("n DOUBLE NOT NULL) DISTRIBUTED BY HASH(customer)", "customer, n"))
                .hasStackTraceContaining("expects NOT NULL and a type that has one exact text");
        assertThatThrownBy(() -> alerts("n DOUBLE)", "customer"))
                .hasStackTraceContaining("write DISTRIBUTED BY HASH(customer)");
        assertThatThrownBy(() -> alerts("n DOUBLE) DISTRIBUTED BY HASH(customer)", "alert"))
                .hasStackTraceContaining("add the key's columns to 'identity'");
        assertThatThrownBy(() -> sql("CREATE TABLE alerts (a STRING) WITH ('identity' = 'a')"))
                .hasStackTraceContaining("'identity' and 'within' together");
        assertThat(created).isEmpty();
    }

    private void alerts(String rest, String identity) {
        sql("CREATE TABLE alerts (customer STRING NOT NULL, alert STRING NOT NULL, " + rest + " WITH ('identity' = '"
                + identity + "', 'within' = '1h')");
    }

    @Test
    void createTableDerivesAnAppendStreamWithTimeKeyAndPartitions() {
        sql("""
            CREATE TABLE late_orders (
              id BIGINT NOT NULL COMMENT 'The order',
              customer STRING NOT NULL,
              placed TIMESTAMP_LTZ(3),
              WATERMARK FOR placed AS placed - INTERVAL '2' MINUTE
            ) DISTRIBUTED BY HASH(customer) INTO 3 BUCKETS
            WITH ('retention' = '30d', 'compatibility' = 'full_transitive')""");

        StreamContract contract = created.get(0);
        assertThat(contract.mode()).isEqualTo(Mode.APPEND);
        assertThat(contract.key()).containsExactly("customer");
        assertThat(contract.partitions()).isEqualTo(3);
        assertThat(contract.time())
                .isEqualTo(new EventTime("placed", Duration.ofMinutes(2), Duration.ofMinutes(5), null));
        assertThat(contract.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(contract.compatibility()).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(contract.schema().fields().fields())
                .containsExactly(
                        new FieldType.Field("id", FieldType.Scalar.INT64, false, "The order"),
                        new FieldType.Field("customer", FieldType.Scalar.STRING, false, null),
                        new FieldType.Field("placed", new FieldType.Timestamp(3), true, null));
    }

    @Test
    void primaryKeyMakesAnUpsertStreamThatIsKeptForEver() {
        sql("CREATE TABLE totals (customer STRING, total BIGINT, PRIMARY KEY (customer) NOT ENFORCED)");

        assertThat(created.get(0).mode()).isEqualTo(Mode.UPSERT);
        assertThat(created.get(0).key()).containsExactly("customer");
        assertThat(created.get(0).retention()).isNull();
    }

    @Test
    void eventTimeInMillisecondsIsShownAsRowtimeAndReadBack() {
        store.create(TestingContracts.avro("stream: ticks\nschema: t.avsc\ntime: { field: ms, disorder: 90s }\n", """
                {"type": "record", "name": "Tick", "fields": [{"name": "ms", "type": "long"}]}"""));
        String table = String.valueOf(rows("SHOW CREATE TABLE ticks").get(0).getField(0));

        sql(table.replace("ticks", "copied").replaceAll("(?s)WITH \\(.*", ""));

        assertThat(table).contains("`rowtime` AS TO_TIMESTAMP_LTZ(`ms`, 3)");
        assertThat(created.get(0).time())
                .isEqualTo(new EventTime("ms", Duration.ofSeconds(90), Duration.ofMinutes(5), null));
    }

    @Test
    void creatingTheSameTableAgainChangesNothing() {
        String statement = "CREATE TABLE again (a BIGINT NOT NULL, b STRING) DISTRIBUTED BY HASH(a) INTO 2 BUCKETS";
        sql(statement);

        sql(statement);

        assertThat(created).hasSize(1);
    }

    @Test
    void aChangedTableIsANewVersionThatKeepsWhatSqlCantSay() {
        sql("""
            CREATE TABLE orders (
              id BIGINT NOT NULL, customer STRING NOT NULL, amount INT NOT NULL, placed TIMESTAMP_LTZ(3) NOT NULL,
              note STRING, shop STRING, WATERMARK FOR placed AS placed - INTERVAL '5' SECOND
            ) DISTRIBUTED BY HASH(customer)""");

        StreamContract before = TestingContracts.orders("orders");
        assertThat(created).hasSize(1);
        assertThat(created.get(0).schema().fields().find("shop")).isPresent();
        assertThat(created.get(0).rules()).isEqualTo(before.rules());
        assertThat(created.get(0).identity()).isEqualTo(before.identity());
        assertThat(created.get(0).partitions()).isEqualTo(2);
    }

    @Test
    void unknownOptionIsRefusedWithTheNearestKnown() {
        assertThatThrownBy(() -> sql("CREATE TABLE x (a BIGINT) WITH ('retension' = '7d')"))
                .rootCause()
                .hasMessageContaining("Unknown option 'retension'")
                .hasMessageContaining("Did you mean 'retention'?");
    }

    @Test
    void whatARecordCantCarryIsRefused() {
        assertThatThrownBy(() -> sql("CREATE TABLE x (a BIGINT, b AS a + 1)"))
                .rootCause()
                .hasMessageContaining("Column 'b' of stream 'x' is computed");
        assertThatThrownBy(() -> sql("CREATE TABLE x (a MULTISET<INT>)"))
                .rootCause()
                .hasMessageContaining("Column 'a'");
        assertThatThrownBy(() -> sql("CREATE TABLE x (a TIMESTAMP_LTZ(3), WATERMARK FOR a AS CURRENT_TIMESTAMP)"))
                .rootCause()
                .hasMessageContaining("WATERMARK FOR a expects");
        assertThatThrownBy(() -> sql("CREATE TABLE Big (a BIGINT)"))
                .rootCause()
                .hasMessageContaining("A stream's name");
    }

    @Test
    void streamsAreNotDroppedOrAlteredFromSql() {
        assertThatThrownBy(() -> sql("DROP TABLE orders")).rootCause().hasMessageContaining("can't be dropped");
        assertThatThrownBy(() -> sql("ALTER TABLE orders ADD (x INT)"))
                .rootCause()
                .hasMessageContaining("can't be altered");
    }

    @Test
    void deadLettersAreReadButNotWritten() {
        assertThatThrownBy(() -> sql("EXPLAIN INSERT INTO `orders$dead` SELECT * FROM `orders$dead`"))
                .hasStackTraceContaining("can't be written");
    }

    @Test
    void viewsLiveInTheCatalog() {
        sql("CREATE VIEW big_orders AS SELECT * FROM orders WHERE amount > 100");

        assertThat(rows("SHOW TABLES")).extracting(row -> row.getField(0)).contains("big_orders");
        assertThat(created).isEmpty();
    }

    private TableResult sql(String statement) {
        return session.tables().executeSql(statement);
    }

    private List<Row> rows(String statement) {
        return CollectionUtil.iteratorToList(sql(statement).collect());
    }
}
