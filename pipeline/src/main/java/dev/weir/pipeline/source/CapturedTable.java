package dev.weir.pipeline.source;

import dev.weir.contract.FieldType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as the database describes it.
 *
 * @param name {@code schema.table}
 * @param primaryKey its columns in the key's order; empty if the table has none
 * @param saysAllValues whether changes carry the whole row, also large values that an update left as they were
 */
record CapturedTable(String name, List<Column> columns, List<String> primaryKey, boolean saysAllValues) {

    /**
     * @param sqlType as SQL writes it
     * @param type null if it can't be captured
     * @param mayBeLarge whether the database may store its values apart from the row
     */
    record Column(String name, String sqlType, @Nullable FieldType type, boolean nullable, boolean mayBeLarge) {}

    Optional<Column> find(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }
}
