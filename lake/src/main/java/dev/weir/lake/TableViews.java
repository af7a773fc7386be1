package dev.weir.lake;

import dev.weir.pipeline.LakeSql.QueryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * What one table of the lake is called in queries: {@code t} has every row; where the stream has keys,
 * {@code t_latest} has the newest row of each key that isn't deleted.
 */
record TableViews(Table table) {

    static final String LATEST = "_latest";

    private static final String KNOWN_AT = "known_at";
    private static final String[] PLACE = {"kafka_partition", "kafka_offset"};

    String name() {
        return table.name().substring(table.name().lastIndexOf('.') + 1);
    }

    private boolean hasKey() {
        return table.properties().containsKey(LakeTable.KEY);
    }

    List<String> names() {
        return hasKey() ? List.of(name(), name() + LATEST) : List.of(name());
    }

    boolean areNamedIn(String sql) {
        return Pattern.compile("\\b" + name() + "(" + LATEST + ")?\\b", Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .find();
    }

    /**
     * What makes the views in DuckDB.
     *
     * @param asKnownAt they have only rows that the broker had by then; null for all
     * @throws QueryException if the table doesn't say when that was
     */
    List<String> statements(List<String> files, @Nullable Instant asKnownAt) throws QueryException {
        if (asKnownAt != null && table.schema().findField(KNOWN_AT) == null) {
            throw new QueryException(
                    "Table '" + name() + "' has no column " + KNOWN_AT
                            + ", so that it can't be seen as it was known at a time.",
                    null);
        }
        List<String> statements = new ArrayList<>();
        // Gives the columns their order and types, and makes those null that no file has yet.
        String rows = "SELECT "
                + columns()
                        .map(column -> "NULL::" + DuckDbTypes.of(column.type()) + " AS " + quoted(column.name()))
                        .collect(Collectors.joining(", "))
                + " WHERE false";
        if (!files.isEmpty()) {
            rows += " UNION ALL BY NAME SELECT * FROM read_parquet("
                    + list(files)
                    + ", union_by_name = true, hive_partitioning = false)";
        }
        if (asKnownAt != null) {
            rows = "SELECT * FROM (" + rows + ") WHERE " + KNOWN_AT + " <= TIMESTAMPTZ '" + asKnownAt + "'";
        }
        statements.add("CREATE VIEW " + quoted(name()) + " AS " + rows);
        if (hasKey()) {
            statements.add(
                    "CREATE VIEW " + quoted(name() + LATEST) + " AS SELECT * EXCLUDE (deleted) FROM (SELECT * FROM "
                            + quoted(name()) + " QUALIFY row_number() OVER (PARTITION BY " + key()
                            + " ORDER BY revision DESC) = 1) WHERE NOT deleted");
        }
        return statements;
    }

    /** The columns of the key in SQL, or, without one, those of a record's place. */
    private String key() {
        return Stream.of(hasKey() ? table.properties().get(LakeTable.KEY).split(",") : PLACE)
                .map(TableViews::quoted)
                .collect(Collectors.joining(", "));
    }

    /** What writes the newest rows into a file. */
    String export(Path file) {
        return "COPY (SELECT * FROM " + quoted(hasKey() ? name() + LATEST : name()) + " ORDER BY " + key() + ") TO '"
                + file.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)";
    }

    private Stream<Types.NestedField> columns() {
        return table.schema().columns().stream();
    }

    /** The files that the table has now, where DuckDB can read them. */
    List<String> files() throws QueryException {
        List<String> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (!task.deletes().isEmpty()) {
                    throw new QueryException(
                            "Table '" + name()
                                    + "' has rows that somebody deleted, which weir query can't leave out: it"
                                    + " reads what deliveries append. Use an engine that reads Iceberg itself.",
                            null);
                }
                files.add(LocalCopies.of(task.file().location(), table.io()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table '" + name() + "' can't be read.", e);
        }
    }

    static String list(List<String> files) {
        return files.stream()
                .map(file -> "'" + file.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
