package dev.weir.codec;

import dev.weir.codec.column.ColumnRow;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.rule.RuleSet;
import java.util.List;
import java.util.Random;

/** Rules and rows of all kinds: compiled ones are true of the rows of which CEL says so. */
public final class RulesFuzz {

    private static final int ROWS = 8;
    private static final int DEPTH = 3;
    private static final List<String> COLUMNS =
            RandomRules.SCHEMA.fields().stream().map(FieldType.Field::name).toList();

    private RulesFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Random chances = input.chances();
        List<String> rules = List.of(RandomRules.truth(chances, DEPTH));
        if (!RuleSet.check(RandomRules.SCHEMA, rules).isEmpty()) {
            return;
        }
        ColumnRules compiled = new ColumnRules(RandomRules.SCHEMA, rules, COLUMNS);
        RowRules interpreted = new RowRules(RandomRules.SCHEMA, rules, COLUMNS);
        Columns columns = RandomRules.columns(chances, ROWS);
        ColumnRow shown = new ColumnRow(RandomRules.SCHEMA.fields());
        for (int i = 0; i < ROWS; i++) {
            int row = i;
            boolean expected =
                    input.isTaken(() -> interpreted.check(shown.show(columns, row)), RecordRejectedException.class);
            input.same(expected, input.isTaken(() -> compiled.check(columns, row), RecordRejectedException.class));
        }
    }
}
