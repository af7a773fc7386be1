package dev.weir.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class RowKeysTest {

    private static final FieldType.Struct SCHEMA = new FieldType.Struct(List.of(
            new Field("name", Scalar.STRING, true, null),
            new Field("number", Scalar.INT64, false, null),
            new Field("at", new FieldType.Timestamp(6), false, null),
            new Field("price", new FieldType.Decimal(20, 2), false, null),
            new Field("day", Scalar.DATE, false, null),
            new Field("noon", new FieldType.TimeOfDay(6), false, null),
            new Field("wall", new FieldType.LocalTimestamp(3), false, null),
            new Field("id", Scalar.UUID, false, null),
            new Field("code", new FieldType.Fixed(2), false, null),
            new Field("ratio", Scalar.FLOAT64, false, null)));

    private static final List<String> COLUMNS = FlinkTypes.columns(SCHEMA);

    private static final GenericRowData ROW = GenericRowData.of(
            StringData.fromString("Zoë"),
            7L,
            TimestampData.fromEpochMillis(-1, 5_000),
            DecimalData.fromBigDecimal(new BigDecimal("-12.30"), 20, 2),
            20_000,
            86_399_999_999L,
            TimestampData.fromEpochMillis(1_500),
            StringData.fromString("123e4567-e89b-12d3-a456-426614174000"),
            new byte[] {1, -1},
            0.5);

    @Test
    void oneKeyColumnIsItsPlainText() throws Exception {
        assertThat(keys("name").key(ROW)).isEqualTo("Zoë".getBytes(UTF_8));
        assertThat(keys("number").key(ROW)).isEqualTo("7".getBytes(UTF_8));
    }

    @Test
    void severalKeyColumnsAreAJsonArray() throws Exception {
        assertThat(keys("number", "name").key(ROW)).isEqualTo("[7,\"Zoë\"]".getBytes(UTF_8));
    }

    @Test
    void keyBecomesARowWithTheKeyColumnsAndNothingElse() throws Exception {
        for (String column : COLUMNS.subList(0, COLUMNS.size() - 1)) {
            RowKeys keys = keys(column, "number");

            RowData row = keys.row(keys.key(ROW));

            GenericRowData expected = new GenericRowData(COLUMNS.size());
            expected.setField(1, 7L);
            int position = COLUMNS.indexOf(column);
            expected.setField(position, ROW.getField(position));
            assertThat(row).as(column).isEqualTo(expected);
        }
    }

    @Test
    void rowWithoutItsKeyIsRefused() {
        GenericRowData row = new GenericRowData(COLUMNS.size());

        assertThatThrownBy(() -> keys("name").key(row))
                .isInstanceOfSatisfying(RecordRejectedException.class, rejection -> {
                    assertThat(rejection.code()).isEqualTo(RejectCode.MISSING_FIELD);
                    assertThat(rejection.path()).isEqualTo("name");
                });
    }

    @Test
    void bytesThatAreNoKeyAreRefused() {
        assertThatThrownBy(() -> keys("number").row("seven".getBytes(UTF_8)))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void floatIsNoKey() {
        assertThatThrownBy(() -> keys("ratio")).hasMessageContaining("ratio");
    }

    private static RowKeys keys(String... key) {
        return new RowKeys(SCHEMA, List.of(key).stream().distinct().toList(), COLUMNS);
    }
}
