package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.column.ColumnRow;
import dev.weir.codec.column.Columns;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.rule.RuleSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules over columns against the same rules over rows, which cel-java interprets. */
class ColumnRulesTest {

    private static final int RULES = 150;
    private static final int ROWS = 40;

    private static final FieldType.Struct SCHEMA = RandomRules.SCHEMA;
    private static final List<String> COLUMNS =
            SCHEMA.fields().stream().map(Field::name).toList();

    @Test
    void rulesOverColumnsAreTrueOfTheRowsOfWhichCelSaysSo() {
        int violated = 0;
        int valid = 0;
        for (int seed = 0; seed < RULES; seed++) {
            Random random = new Random(seed);
            List<String> rules = List.of(RandomRules.truth(random, 3), RandomRules.truth(random, 1));
            if (!RuleSet.check(SCHEMA, rules).isEmpty()) {
                continue;
            }
            valid++;
            assertThat(RuleSet.compile(SCHEMA, rules).slow())
                    .as(rules.toString())
                    .isEmpty();
            Columns columns = RandomRules.columns(random, ROWS);
            ColumnRules fast = new ColumnRules(SCHEMA, rules, COLUMNS);
            RowRules oracle = new RowRules(SCHEMA, rules, COLUMNS);
            for (int row = 0; row < ROWS; row++) {
                String expected = refusal(oracle, columns, row);
                assertThat(refusal(fast, columns, row))
                        .as("seed " + seed + " rules " + rules + " row " + ReadRows.row(columns, SCHEMA.fields(), row))
                        .isEqualTo(expected);
                violated += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(valid).isGreaterThan(RULES / 2);
        assertThat(violated).isBetween(valid * ROWS / 10, valid * ROWS * 9 / 10);
    }

    @Test
    void rulesThatNeedMoreThanPlainValuesAreSlowAndCheckedAllTheSame() {
        List<String> rules =
                List.of("small == 1", "text.startsWith('a')", "day == null || day > timestamp('1970-01-02T00:00:00Z')");
        Columns columns = RandomRules.columns(new Random(1), ROWS);
        ColumnRules fast = new ColumnRules(SCHEMA, rules, COLUMNS);
        RowRules oracle = new RowRules(SCHEMA, rules, COLUMNS);

        assertThat(RuleSet.compile(SCHEMA, rules).slow()).containsExactlyElementsOf(rules.subList(1, 3));
        for (int row = 0; row < ROWS; row++) {
            assertThat(refusal(fast, columns, row)).isEqualTo(refusal(oracle, columns, row));
        }
    }

    @Test
    void ruleOfUnbearableLengthIsLeftToCel() {
        String rule = "(" + String.join(" || ", java.util.Collections.nCopies(400, "small == 1")) + ")";
        ColumnRules fast = new ColumnRules(SCHEMA, List.of(rule), COLUMNS);
        Columns columns = RandomRules.columns(new Random(1), ROWS);

        for (int row = 0; row < ROWS; row++) {
            assertThat(refusal(fast, columns, row).isEmpty())
                    .isEqualTo(columns.column(1).longAt(row) == 1);
        }
    }

    private static String refusal(ColumnRules rules, Columns columns, int row) {
        try {
            rules.check(columns, row);
            return "";
        } catch (RecordRejectedException e) {
            return e.getMessage();
        }
    }

    private static String refusal(RowRules rules, Columns columns, int row) {
        try {
            rules.check(new ColumnRow(SCHEMA.fields()).show(columns, row));
            return "";
        } catch (RecordRejectedException e) {
            return e.getMessage();
        }
    }
}
