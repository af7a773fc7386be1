package dev.weir.pipeline;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Enumeration;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.LocalTimestamp;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Timestamp;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.project.AccountConfig.By;
import dev.weir.pipeline.project.At;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for columns that {@code weir.yaml} names.
 *
 * @param code of what is wrong
 * @param problems gets it
 */
record ColumnCheck(String code, List<Problem> problems) {

    /** Empty if the stream doesn't have it. */
    Optional<Field> find(At<String> name, StreamContract contract) {
        Optional<Field> column = contract.schema().fields().find(name.value());
        if (column.isEmpty() && !name.value().isEmpty()) {
            Set<String> known = new TreeSet<>();
            contract.schema().fields().fields().forEach(field -> known.add(field.name()));
            problems.add(name.problem(
                    code,
                    "Stream '" + contract.name() + "' has no column '" + name.value() + "'."
                            + NearestName.hint(name.value(), known)));
        }
        return column;
    }

    /** Whether values of both columns can be compared. */
    void by(By by, StreamContract events, StreamContract rows) {
        Optional<Field> row = find(by.row(), rows);
        Optional<Field> event = find(by.event(), events);
        if (row.isEmpty() || event.isEmpty()) {
            return;
        }
        String kind = kind(row.get().type());
        if (kind.isEmpty() || !kind.equals(kind(event.get().type()))) {
            problems.add(by.row()
                    .problem(
                            code,
                            "Column '" + by.row().value() + "' of '" + rows.name() + "' can't be compared with '"
                                    + by.event().value() + "' of '" + events.name()
                                    + "': 'by' expects two integers, decimals, texts, truth values, dates or times."));
        }
    }

    /** What values of a type can be compared with; empty if with none. */
    static String kind(FieldType type) {
        if (type instanceof Decimal) {
            return "decimal";
        }
        if (type instanceof Timestamp || type instanceof LocalTimestamp) {
            return "time";
        }
        if (type instanceof Enumeration) {
            return "text";
        }
        return type instanceof Scalar scalar
                ? switch (scalar) {
                    case INT32, INT64 -> "integer";
                    case STRING, UUID -> "text";
                    case BOOLEAN -> "truth";
                    case DATE -> "date";
                    case FLOAT32, FLOAT64, BYTES -> "";
                }
                : "";
    }

    /** Whether values of a type are numbers. */
    static boolean isNumber(FieldType type) {
        return type == Scalar.FLOAT32
                || type == Scalar.FLOAT64
                || kind(type).equals("integer")
                || kind(type).equals("decimal");
    }
}
