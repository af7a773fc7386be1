package dev.weir.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.LakeSql;
import dev.weir.pipeline.LakeSql.QueryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSqlTest {

    private static final Schema STATES = new Schema(
            Types.NestedField.optional(1, "machine", Types.StringType.get()),
            Types.NestedField.optional(2, "state", Types.StringType.get()),
            Types.NestedField.optional(3, "revision", Types.LongType.get()),
            Types.NestedField.optional(4, "known_at", Types.TimestampType.withZone()),
            Types.NestedField.optional(5, "deleted", Types.BooleanType.get()));

    private static final Instant KNOWN = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private Table states;

    @BeforeEach
    void makeTable() throws Exception {
        catalog.initialize("test", Map.of());
        catalog.createNamespace(Namespace.of("lake"));
        states = catalog.buildTable(TableIdentifier.of("lake", "states"), STATES)
                .withProperty(LakeTable.KEY, "machine")
                .create();
        append("('m1', 'fine', 0, false), ('m2', 'fine', 1, false), ('m1', 'worn', 2, false)");
        append("('m2', NULL, 3, true), ('m3', 'new', 4, false)");
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    @Test
    void tableHasEveryRowOfItsFiles() throws Exception {
        assertThat(rows("SELECT machine, state, revision, known_at, deleted FROM states ORDER BY revision"))
                .containsExactly(
                        "[m1, fine, 0, 2026-01-01T12:00:00Z, false]",
                        "[m2, fine, 1, 2026-01-01T12:00:00Z, false]",
                        "[m1, worn, 2, 2026-01-01T12:00:00Z, false]",
                        "[m2, null, 3, 2026-01-01T12:00:00Z, true]",
                        "[m3, new, 4, 2026-01-01T12:00:00Z, false]");
    }

    @Test
    void latestHasTheNewestRowOfEachKeyThatIsNotDeleted() throws Exception {
        assertThat(rows("SELECT machine, state FROM states_latest ORDER BY machine"))
                .containsExactly("[m1, worn]", "[m3, new]");
    }

    @Test
    void columnThatNoFileHasYetIsNull() throws Exception {
        states.updateSchema()
                .addColumn("plants", Types.ListType.ofOptional(100, Types.StringType.get()))
                .commit();

        assertThat(rows("SELECT machine, plants FROM states WHERE revision = 4"))
                .containsExactly("[m3, null]");
    }

    @Test
    void tablesAreShownAndDescribed() throws Exception {
        assertThat(rows("SHOW TABLES")).containsExactly("[states]", "[states_latest]");
        assertThat(rows("DESCRIBE states")).hasSize(5);
    }

    @Test
    void unknownTableIsNamedWithThoseThatThereAre() {
        refused("SELECT * FROM stats", "stats", "The lake has: states, states_latest.");
    }

    @Test
    void onlyOneSelectIsTaken() {
        refused("DROP VIEW states", "A query is one SELECT");
        refused("COPY (SELECT 1) TO 'x.csv'", "A query is one SELECT");
        refused("SELECT 1; SELECT 2", "A query is one SELECT");
        refused("SELEC 1", "SELEC");
    }

    @Test
    void asKnownAtATimeTablesHaveNothingThatCameLater() throws Exception {
        append("('m1', 'new', 5, false), ('m4', 'new', 6, false)", "2026-01-02 12:00:00");

        assertThat(rows("SELECT machine, state FROM states_latest ORDER BY machine"))
                .containsExactly("[m1, new]", "[m3, new]", "[m4, new]");
        assertThat(rows("SELECT machine, state FROM states_latest ORDER BY machine", KNOWN))
                .containsExactly("[m1, worn]", "[m3, new]");
        assertThat(rows("SELECT count(*) FROM states", KNOWN)).containsExactly("[5]");
        assertThat(rows("SELECT count(*) FROM states", Instant.parse("2025-12-31T00:00:00Z")))
                .containsExactly("[0]");
    }

    @Test
    void newestRowsAsTheyWereKnownAreExportedInTheOrderOfTheirKeys() throws Exception {
        append("('m0', 'fine', 5, false), ('m1', 'new', 6, false)", "2026-01-02 12:00:00");
        Path file = folder.resolve("features.parquet");

        try (DuckDbSql duck = DuckDbSql.over(Map.of("states", states))) {
            assertThat(duck.export("states", KNOWN, file)).isEqualTo(2);
        }

        try (ParquetFile rows = ParquetFile.open(file)) {
            assertThat(rows.columns()).containsExactly("machine", "state", "revision", "known_at");
            assertThat(rows.next()).containsExactly("m1", "worn", 2L, "2026-01-01T12:00:00Z");
            assertThat(rows.next()).containsExactly("m3", "new", 4L, "2026-01-01T12:00:00Z");
            assertThat(rows.next()).isNull();
        }
        try (DuckDbSql duck = DuckDbSql.over(Map.of("states", states))) {
            assertThatThrownBy(() -> duck.export("stats", null, file))
                    .isInstanceOf(QueryException.class)
                    .hasMessageContaining("It has: states.");
        }
    }

    @Test
    void filesBesideTheTablesAreClosed() throws Exception {
        Path other = Files.writeString(folder.resolve("other.csv"), "a\n1\n");

        refused("SELECT * FROM read_csv('" + other + "')", "disabled");
    }

    private void refused(String sql, String... words) {
        assertThatThrownBy(() -> rows(sql))
                .isInstanceOf(QueryException.class)
                .message()
                .contains(words);
    }

    private List<String> rows(String sql) throws Exception {
        return rows(sql, null);
    }

    private List<String> rows(String sql, @Nullable Instant asKnownAt) throws Exception {
        List<String> rows = new ArrayList<>();
        try (DuckDbSql duck = DuckDbSql.over(Map.of("states", states))) {
            duck.query(sql, asKnownAt, new LakeSql.Rows() {
                @Override
                public void columns(List<String> names) {
                    assertThat(names).isNotEmpty();
                }

                @Override
                public void row(List<@Nullable Object> values) {
                    rows.add(values.toString());
                }
            });
        }
        return rows;
    }

    private void append(String values) throws Exception {
        append(values, "2026-01-01 12:00:00");
    }

    private void append(String values, String knownAt) throws Exception {
        Path file = Files.createTempFile(folder, "states", ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT machine, state, revision::BIGINT AS revision,"
                    + " TIMESTAMPTZ '" + knownAt + "+00' AS known_at, deleted FROM (VALUES " + values
                    + ") AS v (machine, state, revision, deleted)) TO '" + file + "' (FORMAT parquet)");
        }
        states.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(file.toString())
                        .withFileSizeInBytes(Files.size(file))
                        .withRecordCount(1)
                        .build())
                .commit();
    }
}
