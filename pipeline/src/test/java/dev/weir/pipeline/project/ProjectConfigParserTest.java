package dev.weir.pipeline.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectConfigParserTest {

    private final List<Problem> problems = new ArrayList<>();

    @TempDir
    private Path folder;

    private Optional<ProjectConfig> parse(String text) {
        return new ProjectConfigParser(folder.resolve("weir.yaml"), Map.of("KAFKA_PASSWORD", "s3$cret"), problems)
                .parse(text);
    }

    @Test
    void everythingButTheNameHasADefault() {
        ProjectConfig config = parse("name: activity-feed").orElseThrow();

        assertThat(problems).isEmpty();
        assertThat(config.commit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.parallelism()).isEqualTo(1);
        assertThat(config.environments()).containsOnlyKeys("local");
        assertThat(config.demo()).isNull();
    }

    @Test
    void allSettingsAreRead() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("generator")).resolve("Lively.java"));
        ProjectConfig config = parse("""
                        name: activity-feed
                        commit: 500ms
                        state: memory
                        parallelism: 4
                        environments:
                          production:
                            kafka: k1:9092
                            registry: "http://u:${KAFKA_PASSWORD}@r:8081"
                            flink: http://f:8081
                            checkpoints: s3://bucket/x
                        demo:
                          generator: generator/Lively.java
                          reads: activities
                          tail: notifications
                          time: event_time
                          by: kind
                          sentences: { LIKE: "{actor} liked" }
                          always: { actor: You }
                          refused: '{"a": 1}'
                        """).orElseThrow();

        assertThat(problems).isEmpty();
        assertThat(config.commit()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.state()).isEqualTo(StateStore.MEMORY);
        assertThat(config.environments().get("production"))
                .isEqualTo(new EnvironmentConfig(
                        "k1:9092", "http://u:s3$cret@r:8081", "http://f:8081", "s3://bucket/x", null, null));
        assertThat(config.demo())
                .isEqualTo(new DemoConfig(
                        "generator/Lively.java",
                        "activities",
                        "notifications",
                        "event_time",
                        "kind",
                        Map.of("LIKE", "{actor} liked"),
                        null,
                        Map.of("actor", "You"),
                        null,
                        "{\"a\": 1}"));
    }

    @Test
    void allMistakesAreReportedAtOnceWithTheirPlace() {
        parse("""
                nme: x
                commit: 5 parsecs
                parallelism: many
                environments:
                  production:
                    kafak: k1:9092
                    registry: ${NOBODY}
                """);

        assertThat(problems.stream().map(problem -> problem.line() + ":" + problem.column() + " " + problem.message()))
                .containsExactlyInAnyOrder(
                        "1:1 'name' is missing.",
                        "1:1 Unknown key 'nme'. Did you mean 'name'? Known are accounts, commit, deliveries, demo, environments, features, latency, models, name, parallelism, sources, state.",
                        "2:9 'commit' expects a time of at least 100ms, such as 500ms, 1s or 5m, but found '5 parsecs'.",
                        "3:14 'parallelism' expects a whole number from 1 to 4096 but found 'many'.",
                        "6:5 Unknown key 'kafak'. Did you mean 'kafka'? Known are catalog, checkpoints, flink, kafka, registry, warehouse.",
                        "7:15 The environment variable 'NOBODY' is not set: export it first.");
    }

    @Test
    void whatIsNoYamlIsReportedWhereItBreaks() {
        assertThat(parse("name: [a\ncommit: 1s")).isEmpty();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("PROJECT-001");
            assertThat(problem.line()).isEqualTo(2);
        });
    }

    @Test
    void sourcesAreReadWithoutTheirSecrets() {
        ProjectConfig config = parse("""
                        name: bank
                        sources:
                          rules:
                            tables: { thresholds: limits, other.t: t }
                          crm:
                            url: postgresql://db:5433/crm
                            user: weir
                            password: ${UNSET}
                            tables: { customers: customers }
                          weather:
                            connector: org.example.Weather
                            config: { station: "17" }
                            topics: { readings: weather }
                        """).orElseThrow();

        assertThat(problems).isEmpty();
        assertThat(config.sources()).hasSize(3);
        assertThat(config.sources().get(0).streams()).isEqualTo(Map.of("public.thresholds", "limits", "other.t", "t"));
        assertThat(config.sources().get(2)).isInstanceOf(SourceConfig.Plugin.class);
        assertThat(config.toString()).doesNotContain("UNSET").doesNotContain("17");
    }

    @Test
    void sourceThatFillsAStreamTwiceOrHidesItsPasswordInTheAddressIsRefused() {
        parse("""
                        name: bank
                        sources:
                          a:
                            tables: { x: s }
                          b:
                            url: postgresql://weir:secret@db/crm
                            create: absent.sql
                            tables: { y: s }
                        """);

        assertThat(problems).extracting(Problem::message).anyMatch(text -> text.contains("filled twice"));
        assertThat(problems).extracting(Problem::message).anyMatch(text -> text.contains("'url' expects"));
        assertThat(problems).extracting(Problem::message).anyMatch(text -> text.contains("absent.sql"));
        assertThat(problems).extracting(Problem::message).anyMatch(text -> text.contains("not at a 'url'"));
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void deliveriesAreReadWithTheirPlaces() {
        ProjectConfig config = parse("""
                        name: machines
                        deliveries:
                          lake: { stream: features, iceberg: machine_features, partition: "day(at), bucket(16, sensor)", commit: 2s }
                          plain:
                            stream: features
                            iceberg: other
                        """).orElseThrow();

        assertThat(problems).isEmpty();
        DeliveryConfig lake = config.deliveries().get(0);
        assertThat(lake.name()).isEqualTo("lake");
        assertThat(lake.stream().value()).isEqualTo("features");
        assertThat(lake.table().value()).isEqualTo("machine_features");
        At<List<PartitionField>> partition = ((DeliveryConfig.Iceberg) lake.kind()).partition();
        assertThat(partition.value())
                .containsExactly(
                        new PartitionField(PartitionField.Transform.DAY, "at", 0),
                        new PartitionField(PartitionField.Transform.BUCKET, "sensor", 16));
        assertThat(lake.commit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(partition.problem("X", "y").toString()).contains("weir.yaml:3:");
        DeliveryConfig plain = config.deliveries().get(1);
        assertThat(((DeliveryConfig.Iceberg) plain.kind()).partition().value()).isEmpty();
        assertThat(plain.commit()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void mistakesInDeliveriesAreReportedWithTheirPlace() {
        parse("""
                name: machines
                deliveries:
                  Lake: { stream: features, iceberg: a }
                  b: { stream: features, iceberg: a, partition: day(a }
                  c: { iceberg: C-1, commit: 10ms, partitions: 3 }
                  d: { stream: features, iceberg: a_latest, partition: "bucket(0, a)" }
                """);

        assertThat(problems.stream().map(problem -> problem.line() + ": " + problem.message()))
                .anyMatch(line -> line.startsWith("3: A delivery's name is small letters"))
                .anyMatch(line -> line.startsWith("4: Delivery 'Lake' fills this table already"))
                .anyMatch(line -> line.startsWith("4: 'partition' expects columns"))
                .anyMatch(line -> line.startsWith("5: 'stream' is missing"))
                .anyMatch(line -> line.startsWith("5: A table's name is small letters"))
                .anyMatch(line -> line.startsWith("5: 'commit' expects a time of at least 1000ms"))
                .anyMatch(line -> line.startsWith("5: Unknown key 'partitions'. Did you mean 'partition'?"))
                .anyMatch(line -> line.startsWith("6: A name that ends in '_latest'"))
                .anyMatch(line -> line.startsWith("6: 'partition' expects columns"))
                .hasSize(9);
    }

    @Test
    void deliveriesToPostgresqlSayTheirDatabaseButNotItsSecrets() throws ProjectException {
        ProjectConfig config = parse("""
                name: machines
                deliveries:
                  shop: { stream: features, postgresql: features }
                  erp:
                    stream: features
                    postgresql: reporting.features
                    url: postgresql://${HOST}:5432/erp
                    user: weir
                    password: ${ERP_PASSWORD}
                    commit: 5s
                """).orElseThrow();

        assertThat(problems).isEmpty();
        DeliveryConfig shop = config.deliveries().get(0);
        assertThat(shop.table().value()).isEqualTo("public.features");
        assertThat(shop.commit()).isEqualTo(Duration.ofSeconds(1));
        assertThat(shop.kind().where()).isEqualTo("PostgreSQL");
        DeliveryConfig erp = config.deliveries().get(1);
        assertThat(erp.table().value()).isEqualTo("reporting.features");
        DatabaseConfig database = ((DeliveryConfig.Postgresql) erp.kind()).database();
        assertThat(database.isSaid(Map.of("HOST", "db"))).isFalse();
        assertThat(database.resolved(Map.of("HOST", "db", "ERP_PASSWORD", "secret"), erp.table()))
                .isEqualTo(new DatabaseConfig("postgresql://db:5432/erp", "weir", "secret"))
                .hasToString("DatabaseConfig[by url]");
        assertThatThrownBy(() -> database.resolved(Map.of("HOST", "db"), erp.table()))
                .hasMessageContaining("DELIVERY-005")
                .hasMessageContaining("'ERP_PASSWORD' is not set");
        assertThatThrownBy(() -> database.resolved(Map.of("HOST", "db/x?user=", "ERP_PASSWORD", "y"), erp.table()))
                .hasMessageContaining("its variables say something else");
    }

    @Test
    void mistakesInDeliveriesToPostgresqlAreReportedWithTheirPlace() {
        parse("""
                name: machines
                deliveries:
                  a: { stream: features, postgresql: features, iceberg: features }
                  b: { stream: features, postgresql: public.features, partition: x }
                  c: { stream: features, postgresql: a.b.c, user: me }
                  d: { stream: features, postgresql: x.weir_delivered, url: "jdbc:db" }
                """);

        assertThat(problems.stream().map(problem -> problem.line() + ": " + problem.message()))
                .anyMatch(line -> line.startsWith("3: A delivery fills one table"))
                .anyMatch(line -> line.startsWith("4: Delivery 'a' fills this table already"))
                .anyMatch(line -> line.startsWith("4: Unknown key 'partition'"))
                .anyMatch(line -> line.startsWith("5: A table's name is small letters"))
                .anyMatch(line -> line.startsWith("5: 'user' and 'password' go with a 'url'"))
                .anyMatch(line -> line.startsWith("6: In 'weir_delivered' deliveries note"))
                .anyMatch(line -> line.startsWith("6: 'url' expects postgresql://"))
                .anyMatch(line -> line.startsWith("6: A database by 'url' needs"))
                .hasSize(8);
    }
}
