package dev.weir.codec;

import dev.weir.codec.column.ColumnRow;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.rule.RuleSet;
import dev.weir.contract.rule.RuleTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks rows of columns against a contract's rules. Not thread-safe; compiling the rules costs milliseconds.
 *
 * <p>Rules over plain values are tried in code of their own, which knows when they are certainly true; CEL decides all else.
 */
public final class ColumnRules {

    private final CertainRules certain;
    private final RowRules others;
    private final RowRules all;
    private final ColumnRow row;

    /**
     * @param schema the fields of the stream
     * @param rules valid rules over them
     * @param columns the fields that rows have, in order; all of {@link #columns} must be among them
     */
    public ColumnRules(FieldType.Struct schema, List<String> rules, List<String> columns) {
        List<Optional<RuleTerm>> terms = RuleSet.compile(schema, rules).terms();
        List<RuleTerm> plain = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Optional<RuleTerm> term = terms.get(i);
            if (term.isPresent() && CertainRulesSource.fits(term.get(), columns)) {
                plain.add(term.get());
            } else {
                rest.add(rules.get(i));
            }
        }
        all = new RowRules(schema, rules, columns);
        others = new RowRules(schema, rest, columns);
        certain = CertainRulesSource.compile(plain, columns);
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
        (areCertain(columns, of) ? others : all).check(row.show(columns, of));
    }

    private boolean areCertain(Columns columns, int of) {
        try {
            return certain.areTrue(columns, of);
        } catch (ArithmeticException e) {
            // CEL says what an overflow or a division by zero makes of the rule.
            return false;
        }
    }
}
