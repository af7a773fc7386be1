package dev.weir.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.TableFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {

    @TempDir
    private Path folder;

    @Test
    void everyTypeIsReadAsTheDoorTakesIt() throws Exception {
        Path file = written("""
                SELECT 7 AS whole, 0.25::DOUBLE AS fraction, 12.50::DECIMAL(9, 2) AS exact, 'ana' AS name, true AS yes,
                  TIMESTAMPTZ '2026-01-31 12:00:00.5+00' AS instant, TIMESTAMP '2026-01-31 12:00:00' AS local,
                  DATE '2026-01-31' AS day, '\\xFF\\x00'::BLOB AS bytes, [1, NULL, 3] AS list,
                  {'a': 1, 'b': ['x']} AS record, MAP {'k': 2} AS map, NULL::INTEGER AS nothing
                """);

        try (TableFile rows = ParquetFile.open(file)) {
            assertThat(rows.size()).isEqualTo(1);
            assertThat(rows.columns()).hasSize(13).startsWith("whole", "fraction");
            assertThat(rows.next())
                    .containsExactly(
                            7,
                            0.25,
                            new BigDecimal("12.50"),
                            "ana",
                            true,
                            "2026-01-31T12:00:00.500Z",
                            "2026-01-31T12:00",
                            "2026-01-31",
                            "/wA=",
                            Arrays.asList(1, null, 3),
                            Map.of("a", 1, "b", List.of("x")),
                            Map.of("k", 2),
                            null);
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    void rowsComeInTheFilesOrder() throws Exception {
        try (TableFile rows = ParquetFile.open(written("SELECT range AS n FROM range(300000)"))) {
            assertThat(rows.size()).isEqualTo(300_000);
            for (long i = 0; i < 300_000; i++) {
                assertThat(rows.next()).containsExactly(i);
            }
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    void fileThatIsNoParquetIsRefusedWithAReason() throws Exception {
        Path file = Files.writeString(folder.resolve("x.parquet"), "customer,amount\nana,1\n");

        assertThatThrownBy(() -> ParquetFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.parquet");
    }

    private Path written(String query) throws Exception {
        Path file = folder.resolve("written.parquet");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }
}
