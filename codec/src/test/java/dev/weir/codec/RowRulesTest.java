package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRulesTest {

    private static final FieldType.Struct LINE =
            new FieldType.Struct(List.of(new Field("price", new FieldType.Decimal(12, 2), false, null)));

    private static final FieldType.Struct SCHEMA = new FieldType.Struct(List.of(
            new Field("unused", Scalar.STRING, false, null),
            new Field("seq", Scalar.INT32, false, null),
            new Field("heat", Scalar.FLOAT32, true, null),
            new Field("at", new FieldType.Timestamp(3), false, null),
            new Field("day", Scalar.DATE, false, null),
            new Field("opens", new FieldType.TimeOfDay(6), false, null),
            new Field("id", Scalar.UUID, false, null),
            new Field("state", new FieldType.Enumeration(List.of("NEW", "OLD")), false, null),
            new Field("lines", new ListOf(LINE, false), false, null),
            new Field("labels", new MapOf(Scalar.STRING, true), false, null)));

    private static final List<String> COLUMNS =
            List.of("labels", "lines", "seq", "heat", "at", "day", "opens", "id", "state");

    private static final GenericRowData ROW = GenericRowData.of(
            new GenericMapData(Map.of(StringData.fromString("size"), StringData.fromString("big"))),
            new GenericArrayData(new Object[] {
                GenericRowData.of(DecimalData.fromBigDecimal(new BigDecimal("1.50"), 12, 2)),
                GenericRowData.of(DecimalData.fromBigDecimal(new BigDecimal("2.50"), 12, 2))
            }),
            7,
            null,
            TimestampData.fromEpochMillis(1_000),
            1,
            3_600_000_000L,
            StringData.fromString("123e4567-e89b-12d3-a456-426614174000"),
            StringData.fromString("NEW"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seq == 7",
                "heat == null || heat > 3.0",
                "at == timestamp('1970-01-01T00:00:01Z')",
                "day == timestamp('1970-01-02T00:00:00Z')",
                "opens == duration('1h')",
                "id.startsWith('123e4567')",
                "state in ['NEW', 'OLD']",
                "lines.all(line, line.price > 1.0) && size(lines) == 2",
                "lines[1].price == 2.5",
                "labels['size'] == 'big' && !('colour' in labels)"
            })
    void ruleThatIsTrueOfTheRowPasses(String rule) {
        assertThatCode(() -> rules(rule).check(ROW)).doesNotThrowAnyException();
    }

    @Test
    void rowIsRefusedWithTheTextOfTheRuleThatItBreaks() {
        assertThatThrownBy(() -> rules("seq == 7", "heat > 3.0").check(ROW))
                .isInstanceOfSatisfying(RecordRejectedException.class, rejection -> {
                    assertThat(rejection.code()).isEqualTo(RejectCode.RULE);
                    assertThat(rejection.expected()).contains("heat > 3.0");
                });
    }

    @Test
    void columnsThatRulesNeedAreKnown() {
        assertThat(RowRules.columns(SCHEMA, List.of("seq == 7", "size(labels) > 0")))
                .containsExactlyInAnyOrder("seq", "labels");
    }

    @Test
    void rowsWithoutAColumnOfARuleAreAMistakeOfTheCaller() {
        assertThatThrownBy(() -> rules("unused == ''")).hasMessageContaining("'unused'");
    }

    private static RowRules rules(String... rules) {
        return new RowRules(SCHEMA, List.of(rules), COLUMNS);
    }
}
