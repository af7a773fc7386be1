package dev.weir.cli;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.DurationText;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.StreamContract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** The columns of a table for people: what SQL knows of them, and what the stream's contract does. */
final class ColumnNotes {

    private ColumnNotes() {}

    /** @return name, type, whether it may be null, and notes, one row a column */
    static List<Row> rows(ResolvedSchema schema, String table, List<StreamContract> streams) {
        @Nullable
        StreamContract contract = streams.stream()
                .flatMap(stream -> Stream.of(stream, DeadLetter.contractFor(stream)))
                .filter(stream -> stream.name().equals(table.replace('$', '.')))
                .findFirst()
                .orElse(null);
        List<Row> rows = new ArrayList<>();
        for (Column column : schema.getColumns()) {
            LogicalType type = column.getDataType().getLogicalType();
            List<String> notes = contract == null ? new ArrayList<>() : notes(column.getName(), contract);
            column.explainExtras().ifPresent(notes::add);
            column.getComment().ifPresent(notes::add);
            rows.add(Row.of(
                    column.getName(),
                    type.copy(true).asSummaryString().replaceAll(" \\*(ROWTIME|PROCTIME)\\*", ""),
                    type.isNullable() ? "yes" : "no",
                    String.join("; ", notes)));
        }
        return rows;
    }

    private static List<String> notes(String column, StreamContract contract) {
        List<String> notes = new ArrayList<>();
        if (contract.key().contains(column)) {
            notes.add("key");
        }
        EventTime time = contract.time();
        if (time != null && time.field().equals(column)) {
            notes.add("event time, disorder " + DurationText.format(time.disorder()));
        }
        Identity identity = contract.identity();
        if (identity != null && identity.fields().contains(column)) {
            notes.add("identity");
        }
        if (contract.personal().contains(column)) {
            notes.add("personal");
        }
        return notes;
    }
}
