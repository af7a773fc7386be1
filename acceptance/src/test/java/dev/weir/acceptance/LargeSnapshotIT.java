package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A table of many rows, whose snapshot is broken off; and how soon a row is there that was committed. */
@EnabledIfSystemProperty(
        named = "weir.rounds",
        matches = "[2-9]|\\d{2,}",
        disabledReason = "long: ./mvnw verify -Ptorture")
@TestMethodOrder(OrderAnnotation.class)
class LargeSnapshotIT {

    private static final int PORT_OFFSET = 21_600;
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final int ROWS = 300_000;
    private static final int GONE = 100;
    private static final int COMMITS = 200;

    @TempDir
    private static Path folder;

    private static Weir weir;
    private static Database database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        database = Database.of(folder.resolve("home"), PORT_OFFSET);
        database.execute(
                "CREATE TABLE items (id bigint PRIMARY KEY, amount bigint NOT NULL, name varchar(40))",
                "INSERT INTO items SELECT i, i % 7, 'item ' || i FROM generate_series(1, " + ROWS + ") i");
    }

    @AfterAll
    static void stop() {
        weir.down();
    }

    @Test
    @Order(1)
    void brokenOffSnapshotLeavesNeitherDoubledNorStaleRows() throws IOException, SQLException {
        Path project = Files.createDirectories(folder.resolve("store"));
        Files.writeString(project.resolve("weir.yaml"), """
                name: store
                sources:
                  stock:
                    tables: { items: items }
                """);
        Files.writeString(project.resolve("pipeline.sql"), """
                CREATE TABLE totals (id INT, n BIGINT, total BIGINT, PRIMARY KEY (id) NOT ENFORCED);
                INSERT INTO totals SELECT 1, COUNT(*), SUM(amount) FROM items;
                """);
        weir.expect(0, "run", project.toString());
        Topic items = new Topic(weir, "items");
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !items.records().isEmpty());
        weir.signal("KILL", "connect"); // Asking for its status would take longer than the snapshot.
        long committed = items.size();
        System.out.println("weir: snapshot broken off after " + committed + " of " + ROWS + " rows");
        assertThat(committed).isPositive().isLessThan(ROWS);
        List<String> first = items.newestByKey().keySet().stream().limit(GONE).toList();
        database.execute("DELETE FROM items WHERE id IN (" + String.join(", ", first) + ")");

        String n = database.value("SELECT count(*) FROM items");
        String total = database.value("SELECT sum(amount) FROM items");
        Topic totals = new Topic(weir, "totals");
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
            JsonNode row = totals.newestByKey().get("1");
            assertThat(row.path("n").asText() + " " + row.path("total").asText())
                    .isEqualTo(n + " " + total);
        });
        assertThat(items.newestByKey()).hasSize(ROWS - GONE).doesNotContainKeys(first.toArray(String[]::new));
    }

    @Test
    @Order(2)
    void committedRowsAreSoonThere() throws SQLException {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                weir.kafka(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        Properties properties = new Properties();
        properties.putAll(settings);
        long[] millis = new long[COMMITS];
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("items").stream()
                    .map(partition -> new TopicPartition("items", partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            for (int i = 0; i < COMMITS; i++) {
                String key = Integer.toString(ROWS + 1 + i);
                database.execute("INSERT INTO items VALUES (" + key + ", 1, 'new')");
                long begin = System.nanoTime();
                awaitKey(consumer, key);
                millis[i] = (System.nanoTime() - begin) / 1_000_000;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "weir: from a commit in PostgreSQL to a reader of the stream: p50 %d ms, p99 %d ms, max %d ms of %d%n",
                millis[COMMITS / 2], millis[COMMITS * 99 / 100], millis[COMMITS - 1], COMMITS);
    }

    private static void awaitKey(KafkaConsumer<byte[], byte[]> consumer, String key) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                    return;
                }
            }
        }
        throw new AssertionError("row " + key + " didn't come");
    }
}
