package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A table of a real PostgreSQL as a stream, through all that may happen to it. The tests build on one another. */
@TestMethodOrder(OrderAnnotation.class)
class ChangeCaptureIT {

    private static final int PORT_OFFSET = 21_500;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static Weir weir;
    private static Path project;
    private static Database database;
    private static Topic thresholds;
    private static Path shop;
    private static Path lines;
    private static Database crm;

    @BeforeAll
    static void start() throws IOException, SQLException {
        Path home = folder.resolve("home");
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
        Path file = Path.of("target/connectors/file");
        Path connectors = Files.createDirectories(home.resolve("connectors/file"));
        try (Stream<Path> jars = Files.list(file)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, connectors.resolve(jar.getFileName()));
            }
        }
        assertThat(weir.status().get("servers").toString()).doesNotContain("connect");
        database = Database.of(home, PORT_OFFSET);
        database.execute(
                "CREATE TABLE thresholds (name text PRIMARY KEY, amount numeric(12,2) NOT NULL, note text)",
                "INSERT INTO thresholds VALUES ('card', 100, NULL), ('transfer', 5000.50, 'by law'), ('old', 1, NULL)");
        project = Files.createDirectories(folder.resolve("bank"));
        Files.writeString(project.resolve("weir.yaml"), """
                name: bank
                sources:
                  rules:
                    tables:
                      thresholds: thresholds
                """);
        Files.writeString(project.resolve("pipeline.sql"), """
                CREATE TABLE limits (name STRING, amount DECIMAL(12, 2), PRIMARY KEY (name) NOT ENFORCED);
                INSERT INTO limits SELECT name, amount FROM thresholds;
                """);
        weir.expect(0, "run", project.toString());
        thresholds = new Topic(weir, "thresholds");
    }

    @AfterAll
    static void stop() {
        weir.down();
    }

    @Test
    @Order(1)
    void rowsThatWereThereAndAllChangesAfterAreATable() throws SQLException {
        awaitTable(Map.of("card", "100.00", "old", "1.00", "transfer", "5000.50"));

        database.execute(
                "INSERT INTO thresholds VALUES ('cash', 10, 'new')",
                "UPDATE thresholds SET amount = 200 WHERE name = 'card'",
                "UPDATE thresholds SET name = 'wire' WHERE name = 'transfer'",
                "DELETE FROM thresholds WHERE name = 'old'");

        Map<String, String> expected = Map.of("card", "200.00", "cash", "10.00", "wire", "5000.50");
        awaitTable(expected);
        Topic limits = new Topic(weir, "limits");
        await().atMost(LONGEST).untilAsserted(() -> assertThat(amounts(limits)).isEqualTo(new TreeMap<>(expected)));
    }

    @Test
    @Order(2)
    void addedColumnComesWithTheNextVersionOfTheContract() throws IOException, SQLException {
        database.execute("ALTER TABLE thresholds ADD COLUMN unit text", "UPDATE thresholds SET unit = 'EUR'");
        Path schema = project.resolve("streams/thresholds.avsc");
        String text = Files.readString(schema);
        int end = text.lastIndexOf(']');
        Files.writeString(
                schema,
                text.substring(0, end).stripTrailing()
                        + ", {\"name\": \"unit\", \"type\": [\"null\", \"string\"], \"default\": null} "
                        + text.substring(end));

        weir.expect(0, "apply", project.toString());
        database.execute("UPDATE thresholds SET unit = 'USD' WHERE name = 'cash'");

        await().atMost(LONGEST).untilAsserted(() -> assertThat(units()).containsEntry("cash", "USD"));
    }

    @Test
    @Order(3)
    void killedConnectAndKilledDatabaseComeBackByThemselvesAndNoRowIsLostOrDoubled() throws SQLException {
        database.execute("INSERT INTO thresholds SELECT 'k' || i, i, 'x' FROM generate_series(1, 2000) i");
        weir.signal("KILL", "connect", "postgresql");
        await().atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> database.value("SELECT 1").equals("1"));
        database.execute(
                "UPDATE thresholds SET amount = amount + 1 WHERE name LIKE 'k%'",
                "DELETE FROM thresholds WHERE name IN ('k1', 'k2')");

        Map<String, String> expected = new TreeMap<>(Map.of("card", "200.00", "cash", "10.00", "wire", "5000.50"));
        for (int i = 3; i <= 2000; i++) {
            expected.put("k" + i, (i + 1) + ".00");
        }
        awaitTable(expected);
        // Each insert and each update once, each deletion once: exactly once, not only the same in the end.
        assertThat(thresholds.records().stream()
                        .filter(record -> record.key()[0] == 'k')
                        .count())
                .isEqualTo(2000 + 2000 + 2);
    }

    @Test
    @Order(4)
    void droppedReplicationSlotStopsTheSourceWithWordsUntilTheTableIsTakenAnew() throws SQLException {
        weir.kill("connect");
        await().atMost(LONGEST)
                .ignoreExceptions() // Connect may be back and read from it.
                .until(() -> {
                    database.execute(
                            "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active",
                            "SELECT pg_drop_replication_slot('weir_bank__rules')");
                    return true;
                });
        database.execute(
                "DELETE FROM thresholds WHERE name LIKE 'k%'", "UPDATE thresholds SET amount = 7 WHERE name = 'cash'");

        awaitState("rules", "failed");
        assertThat(source("rules").path("note").asText())
                .contains("replication slot 'weir_bank__rules'")
                .contains("--snapshot rules");
        assertThat(amounts(thresholds)).hasSize(2001);

        weir.expect(0, "run", project.toString(), "--snapshot", "rules");

        awaitTable(Map.of("card", "200.00", "cash", "7.00", "wire", "5000.50"));
        awaitState("rules", "running");
    }

    @Test
    @Order(5)
    void passwordIsNeitherInLogsNorInAnswersOfConnect() throws IOException {
        String settings = Http.send(HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + (7083 + PORT_OFFSET) + "/connectors/bank.rules/config"))
                        .build())
                .body();
        assertThat(settings).contains("${directory:").doesNotContain(database.password());
        try (Stream<Path> logs = Files.list(folder.resolve("home/logs"))) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("connect"))
                    .toList()) {
                assertThat(Files.readString(log)).as(log.toString()).doesNotContain(database.password());
            }
        }
    }

    @Test
    @Order(6)
    void databaseElsewhereAndAnotherConnectorFillStreamsUnderTheirOwnUser() throws IOException, SQLException {
        database.execute(
                "CREATE ROLE capture LOGIN REPLICATION PASSWORD 'pass word''s'", "CREATE DATABASE crm OWNER capture");
        crm = new Database(database.url().replaceAll("/weir$", "/crm"), "capture", "pass word's");
        crm.execute(
                "CREATE TABLE customers (id int PRIMARY KEY, city varchar(40))",
                "INSERT INTO customers VALUES (1, 'Bonn')");
        lines = Files.writeString(folder.resolve("readings.ndjson"), "{\"station\": 17, \"celsius\": 20.5}\n");
        shop = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(shop.resolve("weir.yaml"), """
                name: shop
                sources:
                  crm:
                    url: %s
                    user: capture
                    password: ${CRM_PASSWORD}
                    tables: { customers: customers }
                  weather:
                    connector: org.apache.kafka.connect.file.FileStreamSourceConnector
                    config: { file: "%s", topic: readings }
                    topics: { readings: weather }
                """.formatted(crm.url().substring("jdbc:".length()), lines));
        Path streams = Files.createDirectories(shop.resolve("streams"));
        Files.writeString(
                streams.resolve("weather.yaml"),
                "stream: weather\nschema: weather.avsc\nkey: station\npartitions: 1\n");
        Files.writeString(streams.resolve("weather.avsc"), """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "station", "type": "int"}, {"name": "celsius", "type": "double"}]}
                """);

        Weir.Answer unset = weir.expect(1, "run", shop.toString());
        assertThat(unset.err()).contains("CRM_PASSWORD");
        Weir.Answer unsaid = shell("run");
        assertThat(unsaid.exitCode()).isEqualTo(1);
        assertThat(unsaid.err()).contains("ALTER TABLE public.customers REPLICA IDENTITY FULL");
        crm.execute("ALTER TABLE public.customers REPLICA IDENTITY FULL");
        Weir.Answer runs = shell("run");
        assertThat(runs.exitCode()).as(runs.out() + runs.err()).isZero();

        Files.writeString(lines, "{\"station\": 18, \"celsius\": -3}\n", StandardOpenOption.APPEND);
        crm.execute("INSERT INTO customers VALUES (2, 'Köln')");
        Topic customers = new Topic(weir, "customers");
        Topic weather = new Topic(weir, "weather");
        await().atMost(LONGEST)
                .untilAsserted(
                        () -> assertThat(customers.newestByKey().keySet()).containsExactlyInAnyOrder("1", "2"));
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(weather.newestByKey().values())
                        .extracting(reading -> reading.path("celsius").asDouble())
                        .containsExactlyInAnyOrder(20.5, -3.0));
        awaitState("crm", "running");
        awaitState("weather", "running");
    }

    @Test
    @Order(7)
    void sourceWhoseDatabaseIsAwaySaysSoAndGoesOnByItself() throws SQLException {
        database.execute(
                "ALTER DATABASE crm ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'crm'");

        awaitState("crm", "waiting");
        assertThat(source("crm").path("note").asText()).contains("/crm can't be reached");

        database.execute("ALTER DATABASE crm ALLOW_CONNECTIONS true");
        crm.execute("INSERT INTO customers VALUES (3, 'Trier')");
        Topic customers = new Topic(weir, "customers");
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(customers.newestByKey()).containsKey("3"));
        awaitState("crm", "running");
    }

    @Test
    @Order(8)
    void removedSourceLeavesNoSlotBehindAndTheLastOneNoConnect() throws IOException, SQLException {
        Files.writeString(shop.resolve("weir.yaml"), "name: shop\n");
        weir.expect(0, "apply", shop.toString());

        assertThat(slots()).isEqualTo("weir_bank__rules");
        assertThat(source("crm").isMissingNode()).isTrue();
        assertThat(source("rules").path("state").asText()).isEqualTo("running");

        weir.kill("connect");
        Files.writeString(project.resolve("weir.yaml"), "name: bank\n");
        weir.expect(0, "run", project.toString());

        assertThat(slots()).isEmpty();
        assertThat(database.value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
        assertThat(weir.status().get("servers").toString()).doesNotContain("connect");
        assertThat(weir.status().get("sources")).isEmpty();
    }

    private static String slots() throws SQLException {
        return database.value("SELECT coalesce(string_agg(slot_name, ','), '') FROM pg_replication_slots");
    }

    private static Weir.Answer shell(String command) {
        return weir.shell("CRM_PASSWORD=\"pass word's\" ./weir " + command + " " + shop);
    }

    private static Map<String, String> units() {
        Map<String, String> units = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : thresholds.records()) {
            if (record.value() != null) {
                GenericRecord row = thresholds.record(record.value());
                Object unit = row.hasField("unit") ? row.get("unit") : null;
                units.put(new String(record.key(), StandardCharsets.UTF_8), String.valueOf(unit));
            }
        }
        return units;
    }

    private static JsonNode source(String name) {
        for (JsonNode source : weir.status().get("sources")) {
            if (source.path("source").asText().equals(name)) {
                return source;
            }
        }
        return MissingNode.getInstance();
    }

    private static void awaitState(String source, String state) {
        await().atMost(LONGEST)
                .untilAsserted(
                        () -> assertThat(source(source).path("state").asText()).isEqualTo(state));
    }

    private static void awaitTable(Map<String, String> expected) {
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(amounts(thresholds)).isEqualTo(new TreeMap<>(expected)));
    }

    private static Map<String, String> amounts(Topic topic) {
        Map<String, String> amounts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topic.records()) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                amounts.remove(key);
            } else {
                Object amount = topic.record(record.value()).get("amount");
                byte[] unscaled = new byte[((ByteBuffer) amount).remaining()];
                ((ByteBuffer) amount).duplicate().get(unscaled);
                amounts.put(key, new BigDecimal(new BigInteger(unscaled), 2).toPlainString());
            }
        }
        return amounts;
    }
}
