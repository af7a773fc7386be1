package dev.weir.lake.postgresql;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.source.StreamRecords;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table that has the rows of a stream, and the statements that fill it.
 *
 * @param schema of the database
 * @param stream whose rows it has
 * @param key the columns of its primary key
 * @param keyed whether a row is the newest state of its key, not an event of its own
 * @param columns those that deliveries fill
 */
record TargetTable(
        String schema,
        String name,
        String stream,
        List<String> key,
        boolean keyed,
        List<TargetColumn> columns,
        int partitionIndex,
        int offsetIndex,
        int deletedIndex)
        implements Serializable {

    private static final String DELETED = "deleted";

    TargetTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** @param qualified schema and name, separated by a dot */
    static TargetTable of(String qualified, StreamContract contract) {
        return of(
                qualified,
                contract.name(),
                contract.mode() == Mode.APPEND ? List.of() : contract.key(),
                StreamRecords.type(contract));
    }

    /**
     * The table of a stream.
     *
     * @param key of its records; empty if each is an event of its own
     * @param row what {@link StreamRecords} reads of it
     */
    static TargetTable of(String qualified, String stream, List<String> key, RowType row) {
        boolean keyed = !key.isEmpty();
        List<TargetColumn> columns = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            // A row that ends its key deletes it here.
            if (i != deleted(row, keyed)) {
                columns.add(new TargetColumn(row.getFieldNames().get(i), row.getTypeAt(i), i));
            }
        }
        int dot = qualified.indexOf('.');
        String offset = StreamRecords.offsetColumn(keyed);
        return new TargetTable(
                qualified.substring(0, dot),
                qualified.substring(dot + 1),
                stream,
                keyed ? key : List.of(StreamRecords.PARTITION, offset),
                keyed,
                columns,
                row.getFieldIndex(StreamRecords.PARTITION),
                row.getFieldIndex(offset),
                deleted(row, keyed));
    }

    private static int deleted(RowType row, boolean keyed) {
        return keyed ? row.getFieldIndex(DELETED) : -1;
    }

    /** As SQL names it. */
    String sqlName() {
        return quoted(schema) + "." + quoted(name);
    }

    /** As people and {@code weir_delivered} name it. */
    String qualified() {
        return schema + "." + name;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    int partition(RowData row) {
        return row.getInt(partitionIndex);
    }

    long offset(RowData row) {
        return row.getLong(offsetIndex);
    }

    boolean ends(RowData row) {
        return keyed && row.getBoolean(deletedIndex);
    }

    /** The key's columns, in the order of the key. */
    List<TargetColumn> keyColumns() {
        return key.stream().map(name -> columns.get(position(name))).toList();
    }

    private int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalStateException("Stream " + stream + " has no column " + column);
    }

    /** For each column of the key, where it is among the columns. */
    int[] keyPositions() {
        return key.stream().mapToInt(this::position).toArray();
    }

    String create() {
        String definitions = columns.stream()
                .map(column -> quoted(column.name()) + " " + column.sqlType())
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + sqlName() + " (" + definitions + ", PRIMARY KEY (" + list(key) + "))";
    }

    String addColumn(TargetColumn column) {
        return "ALTER TABLE " + sqlName() + " ADD COLUMN " + quoted(column.name()) + " " + column.sqlType();
    }

    /** A parameter for each column. An older row never takes the place of a newer one. */
    String upsert() {
        String insert = "INSERT INTO " + sqlName() + " AS held (" + list(names()) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ") ON CONFLICT (" + list(key)
                + ") DO ";
        if (!keyed) {
            return insert + "NOTHING";
        }
        String set = names().stream()
                .filter(column -> !key.contains(column))
                .map(column -> quoted(column) + " = EXCLUDED." + quoted(column))
                .collect(Collectors.joining(", "));
        return insert + "UPDATE SET " + set + " WHERE held.kafka_partition <> EXCLUDED.kafka_partition"
                + " OR held.revision < EXCLUDED.revision";
    }

    /** A parameter for each column of the key, then the partition and the revision of the record that ends it. */
    String delete() {
        return "DELETE FROM " + sqlName() + " WHERE "
                + key.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" AND "))
                + " AND (kafka_partition <> ? OR revision < ?)";
    }

    private List<String> names() {
        return columns.stream().map(TargetColumn::name).toList();
    }

    private static String list(List<String> names) {
        return names.stream().map(TargetTable::quoted).collect(Collectors.joining(", "));
    }
}
