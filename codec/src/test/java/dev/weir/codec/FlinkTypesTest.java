package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import java.util.List;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DayTimeIntervalType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.NullType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.ZonedTimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlinkTypesTest {

    @Test
    void everyFieldTypeHasItsSqlType() {
        FieldType.Struct fields = new FieldType.Struct(List.of(
                field("a", Scalar.BOOLEAN),
                field("b", Scalar.INT32),
                field("c", Scalar.INT64),
                field("d", Scalar.FLOAT32),
                field("e", Scalar.FLOAT64),
                field("f", Scalar.STRING),
                field("g", Scalar.BYTES),
                field("h", Scalar.DATE),
                field("i", Scalar.UUID),
                field("j", new FieldType.Decimal(38, 5)),
                field("k", new FieldType.Fixed(3)),
                field("l", new FieldType.Enumeration(List.of("A"))),
                field("m", new FieldType.Timestamp(9)),
                field("n", new FieldType.LocalTimestamp(6)),
                field("o", new FieldType.TimeOfDay(3)),
                field("p", new FieldType.TimeOfDay(6)),
                field("q", new FieldType.ListOf(Scalar.INT32, true)),
                field("r", new FieldType.MapOf(Scalar.INT32, false)),
                new Field("s", new FieldType.Struct(List.of(field("t", Scalar.INT32))), true, null)));

        assertThat(FlinkTypes.rowType(fields).asSerializableString())
                .isEqualTo("ROW<`a` BOOLEAN NOT NULL, `b` INT NOT NULL, `c` BIGINT NOT NULL, `d` FLOAT NOT NULL, "
                        + "`e` DOUBLE NOT NULL, `f` VARCHAR(2147483647) NOT NULL, `g` VARBINARY(2147483647) NOT NULL, "
                        + "`h` DATE NOT NULL, `i` VARCHAR(2147483647) NOT NULL, `j` DECIMAL(38, 5) NOT NULL, "
                        + "`k` BINARY(3) NOT NULL, `l` VARCHAR(2147483647) NOT NULL, "
                        + "`m` TIMESTAMP(9) WITH LOCAL TIME ZONE NOT NULL, `n` TIMESTAMP(6) NOT NULL, "
                        + "`o` TIME(3) NOT NULL, `p` BIGINT NOT NULL, `q` ARRAY<INT> NOT NULL, "
                        + "`r` MAP<VARCHAR(2147483647) NOT NULL, INT NOT NULL> NOT NULL, "
                        + "`s` ROW<`t` INT NOT NULL>> NOT NULL");
    }

    @Test
    void fieldsOfARowTypeHaveThatRowType() {
        FieldType.Struct fields = new FieldType.Struct(List.of(
                field("a", Scalar.STRING),
                field("b", new FieldType.Decimal(5, 0)),
                field("c", new FieldType.Timestamp(3)),
                field("d", new FieldType.ListOf(new FieldType.MapOf(Scalar.BYTES, true), false)),
                new Field("e", new FieldType.Struct(List.of(field("f", new FieldType.TimeOfDay(3)))), true, null)));

        assertThat(FlinkTypes.fields(FlinkTypes.rowType(fields))).isEqualTo(fields);
    }

    @Test
    void typesThatSchemasLackBecomeTheNextWiderOne() {
        assertThat(typeOf(new SmallIntType())).isEqualTo(Scalar.INT32);
        assertThat(typeOf(new TimestampType(0))).isEqualTo(new FieldType.LocalTimestamp(3));
        assertThat(typeOf(new LocalZonedTimestampType(7))).isEqualTo(new FieldType.Timestamp(9));
        assertThat(typeOf(new TimeType(0))).isEqualTo(new FieldType.TimeOfDay(3));
    }

    static List<LogicalType> typesWithoutPlace() {
        return List.of(
                new DayTimeIntervalType(DayTimeIntervalType.DayTimeResolution.DAY),
                new MultisetType(new IntType()),
                new NullType(),
                new ZonedTimestampType(3),
                new TimeType(6),
                new MapType(new BigIntType(), new IntType()));
    }

    @ParameterizedTest
    @MethodSource("typesWithoutPlace")
    void typeWithoutPlaceInASchemaIsRefusedByItsColumn(LogicalType type) {
        assertThatThrownBy(
                        () -> FlinkTypes.fields(RowType.of(new LogicalType[] {RowType.of(type)}, new String[] {"a"})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a.f0'");
    }

    @Test
    void decimalOfMoreDigitsThanSqlHasIsRefused() {
        assertThatThrownBy(() -> FlinkTypes.logicalType(new FieldType.Decimal(39, 0), true))
                .hasMessageContaining("39");
    }

    private static FieldType typeOf(LogicalType type) {
        return FlinkTypes.fields(RowType.of(type)).fields().get(0).type();
    }

    private static Field field(String name, FieldType type) {
        return new Field(name, type, false, null);
    }
}
