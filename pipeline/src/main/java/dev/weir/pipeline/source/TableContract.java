package dev.weir.pipeline.source;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.KeyFormat;
import dev.weir.pipeline.source.CapturedTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** A table and the contract of the stream that it fills. */
record TableContract(CapturedTable table, String stream) {

    private static final int PARTITIONS = 4;
    private static final String COLUMN_NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** What keeps the table from filling any stream; empty if nothing does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (table.primaryKey().isEmpty()) {
            problems.add("Table " + table.name()
                    + " has no primary key, without which its rows can't be told apart: add" + " one.");
        }
        for (String column : table.primaryKey()) {
            Column key = table.find(column).orElseThrow();
            if (!isCapturable(key) || !KeyFormat.supports(key.type())) {
                problems.add("Table " + table.name() + ": a record key can't hold column '" + column + "' of type "
                        + key.sqlType() + ".");
            }
        }
        return problems;
    }

    /** The contract that follows from the columns. */
    StreamContract derive() {
        Struct fields = new Struct(table.columns().stream()
                .filter(TableContract::isCapturable)
                .map(column -> new Field(column.name(), column.type(), column.nullable(), null))
                .toList());
        return new StreamContract(
                stream,
                Mode.CDC,
                AvroStreamSchema.of(stream, fields),
                table.primaryKey(),
                null,
                null,
                PARTITIONS,
                null,
                Compatibility.BACKWARD_TRANSITIVE,
                List.of(),
                List.of());
    }

    /** Columns that a derived contract can't have, for a person to know. */
    List<String> notDerivable() {
        return table.columns().stream()
                .filter(column -> !isCapturable(column))
                .map(column -> column.name() + " (" + column.sqlType() + ")")
                .toList();
    }

    private static boolean isCapturable(Column column) {
        return column.type() != null && column.name().matches(COLUMN_NAME);
    }

    /** What keeps the table from filling the stream of this contract; empty if nothing does. */
    List<String> problems(StreamContract contract) {
        List<String> problems = new ArrayList<>();
        if (contract.mode() != Mode.CDC) {
            problems.add("Stream '" + stream + "' is filled by change capture: its contract needs 'mode: cdc'.");
        }
        if (!new LinkedHashSet<>(contract.key()).equals(new LinkedHashSet<>(table.primaryKey()))) {
            problems.add("Stream '" + stream + "' has the key " + contract.key() + ", but the primary key of table "
                    + table.name() + " is " + table.primaryKey() + ": they must be the same columns.");
        }
        for (Field field : contract.schema().fields().fields()) {
            if (!field.nullable() && table.find(field.name()).isEmpty()) {
                problems.add("The contract of stream '" + stream + "' needs column '" + field.name() + "', which table "
                        + table.name() + " lacks: add it to the table, or let the field be null.");
            }
        }
        return problems;
    }

    /** Columns of the table that the contract leaves out. */
    List<String> leftOut(StreamContract contract) {
        return table.columns().stream()
                .map(Column::name)
                .filter(column -> contract.schema().fields().find(column).isEmpty())
                .toList();
    }

    /** Captured columns whose value an update may not say; empty if changes carry whole rows. */
    List<String> mayBeUnsaid(StreamContract contract) {
        return table.saysAllValues()
                ? List.of()
                : table.columns().stream()
                        .filter(Column::mayBeLarge)
                        .map(Column::name)
                        .filter(column -> !contract.key().contains(column))
                        .filter(column ->
                                contract.schema().fields().find(column).isPresent())
                        .collect(Collectors.toList());
    }
}
