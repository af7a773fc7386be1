package dev.weir.codec;

import dev.weir.codec.PlainValues.RowField;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.rule.RuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows against a contract's rules.
 *
 * <p>Safe to share between threads, not serialisable: each subtask creates its own in {@code open()}, from the
 * schema's fields and the rules' text. That compiles the rules and costs milliseconds.
 */
public final class RowRules {

    private final RuleSet rules;
    private final Map<String, RowField> fields = new HashMap<>();

    /**
     * @param schema the fields of the stream
     * @param rules valid rules over them
     * @param columns the columns of the rows, in order; all of {@link #columns} must be among them
     */
    public RowRules(FieldType.Struct schema, List<String> rules, List<String> columns) {
        this.rules = RuleSet.compile(schema, rules);
        for (String column : this.rules.columns()) {
            int position = columns.indexOf(column);
            if (position < 0) {
                throw new IllegalArgumentException("The rules need column '" + column + "', which the rows lack");
            }
            fields.put(column, new RowField(schema.find(column).orElseThrow(), position));
        }
    }

    /** The columns that rows must have for these rules to be checked. */
    public static Set<String> columns(FieldType.Struct schema, List<String> rules) {
        return RuleSet.compile(schema, rules).columns();
    }

    /** @throws RecordRejectedException ({@link RejectCode#RULE}) if a rule isn't true of the row; says which */
    public void check(RowData row) throws RecordRejectedException {
        if (rules.isEmpty()) {
            return;
        }
        Optional<String> violated = rules.firstViolated(column -> value(row, column));
        if (violated.isPresent()) {
            throw new RecordRejectedException(
                    RejectCode.RULE, "", "that " + violated.get(), "an event of which it isn't true");
        }
    }

    private @Nullable Object value(RowData row, String column) {
        RowField field = fields.get(column);
        return field == null ? null : field.plain(row);
    }
}
