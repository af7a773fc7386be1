package dev.weir.codec.column;

import dev.weir.codec.RowRules;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.util.List;
import java.util.Set;

/** Checks rows of columns against a contract's rules. Not thread-safe; compiling the rules costs milliseconds. */
public final class ColumnRules {

    private final RowRules rules;
    private final ColumnRow row;

    /**
     * @param schema the fields of the stream
     * @param rules valid rules over them
     * @param columns the fields that rows have, in order; all of {@link #columns} must be among them
     */
    public ColumnRules(FieldType.Struct schema, List<String> rules, List<String> columns) {
        this.rules = new RowRules(schema, rules, columns);
        row = new ColumnRow(columns.stream()
                .map(column -> schema.find(column).orElseThrow())
                .toList());
    }

    /** The columns that rows must have for these rules to be checked. */
    public static Set<String> columns(FieldType.Struct schema, List<String> rules) {
        return RowRules.columns(schema, rules);
    }

    /** @throws RecordRejectedException ({@link RejectCode#RULE}) if a rule isn't true of the row; says which */
    public void check(Columns columns, int of) throws RecordRejectedException {
        rules.check(row.show(columns, of));
    }
}
