package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroStreamSchemaTest {

    private static final Path FILE = Path.of("orders.avsc");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"boolean\" | BOOLEAN",
                "\"int\" | INT32",
                "\"long\" | INT64",
                "\"float\" | FLOAT32",
                "\"double\" | FLOAT64",
                "\"string\" | STRING",
                "\"bytes\" | BYTES",
                "{\"type\":\"int\",\"logicalType\":\"date\"} | DATE",
                "{\"type\":\"string\",\"logicalType\":\"uuid\"} | UUID",
                "{\"type\":\"int\",\"logicalType\":\"time-millis\"} | TimeOfDay[precision=3]",
                "{\"type\":\"long\",\"logicalType\":\"time-micros\"} | TimeOfDay[precision=6]",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"} | Timestamp[precision=3]",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | Timestamp[precision=6]",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"} | Timestamp[precision=9]",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"} | LocalTimestamp[precision=3]",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"} | LocalTimestamp[precision=6]",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-nanos\"} | LocalTimestamp[precision=9]",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":2} | Decimal[precision=12, scale=2]",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":16} | Fixed[size=16]",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":12,\"logicalType\":\"duration\"} | Fixed[size=12]",
                "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]} | Enumeration[symbols=[A, B]]",
                "{\"type\":\"array\",\"items\":[\"null\",\"int\"]} | ListOf[element=INT32, elementNullable=true]",
                "{\"type\":\"map\",\"values\":\"int\"} | MapOf[value=INT32, valueNullable=false]",
            })
    void eachTypeHasItsNeutralType(String avro, String expected) throws ContractException {
        AvroStreamSchema schema = parse("{\"name\":\"x\",\"type\":" + avro + "}");

        assertThat(schema.fields().fields().get(0).type()).hasToString(expected);
        assertThat(schema.fields().fields().get(0).nullable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[\"null\",\"long\"]", "[\"long\",\"null\"]"})
    void unionWithNullInEitherOrderIsNullable(String union) throws ContractException {
        AvroStreamSchema schema = parse("{\"name\":\"x\",\"type\":" + union + "}");

        assertThat(schema.fields()).isEqualTo(new Struct(List.of(new Field("x", Scalar.INT64, true, null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[\"int\",\"string\"] | orders.avsc:1:39: Field 'x': a union must be one type, or null and one type, but has 2"
                        + " types beside null. Use a record with a nullable field for each. [CONTRACT-009]",
                "[\"null\",\"R\"] | orders.avsc:1:39: Field 'x': record 'R' contains itself, which a table can't have."
                        + " [CONTRACT-009]",
                "\"null\" | orders.avsc:1:39: Field 'x': type 'null' has no values of its own. [CONTRACT-009]",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":40} | orders.avsc:1:39: Field 'x': a decimal has"
                        + " at most 38 digits, this one has 40. [CONTRACT-009]",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":5} | orders.avsc:1:39: Field 'x':"
                        + " logical type 'decimal' doesn't fit bytes or lacks a valid precision and scale. [CONTRACT-009]",
            })
    void typesThatATableCannotHaveAreRefusedWithTheirPath(String avro, String problem) {
        assertThatThrownBy(() -> parse("{\"name\":\"x\",\"type\":" + avro + "}"))
                .isInstanceOf(ContractException.class)
                .hasMessage(problem);
    }

    @Test
    void problemInsideANestedRecordHasItsOwnLine() {
        String text = """
                {"type": "record", "name": "R", "fields": [
                  {"name": "lines", "type": {"type": "array", "items": {
                    "type": "record", "name": "Line", "fields": [
                      {"name": "price", "type": ["int", "string"]}
                    ]}}}
                ]}""";

        assertThatThrownBy(() -> AvroStreamSchema.parse(FILE, text))
                .hasMessageStartingWith("orders.avsc:4:7: Field 'lines[].price': a union");
    }

    @Test
    void brokenJsonHasLineAndColumn() {
        assertThatThrownBy(() -> AvroStreamSchema.parse(FILE, "{\"type\": \"record\",\n  \"name\" \"R\"}"))
                .hasMessageStartingWith("orders.avsc:2:10: The schema isn't JSON");
    }

    @Test
    void aDefaultOfTheWrongTypeIsRefused() {
        assertThatThrownBy(() -> parse("{\"name\":\"x\",\"type\":\"int\",\"default\":\"one\"}"))
                .hasMessageContaining("The schema isn't valid Avro")
                .hasMessageContaining("x");
    }

    @Test
    void namedTypesThatMultiplyAreBounded() {
        StringBuilder fields = new StringBuilder("{\"type\":\"record\",\"name\":\"R0\",\"fields\":[]}");
        for (int i = 1; i < 25; i++) {
            fields = new StringBuilder("{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":%s},"
                            .formatted(i, fields)
                    + "{\"name\":\"b\",\"type\":\"R%d\"}]}".formatted(i - 1));
        }
        String text = fields.toString();

        assertThatThrownBy(() -> AvroStreamSchema.parse(FILE, text)).hasMessageContaining("more than 10000 fields");
    }

    @Test
    void deepNestingIsRefusedWithoutOverflow() {
        String text = "{\"type\":\"array\",\"items\":".repeat(5_000) + "\"int\"" + "}".repeat(5_000);

        assertThatThrownBy(() -> parse("{\"name\":\"x\",\"type\":" + text + "}"))
                .hasMessageContaining("nesting depth");
    }

    @Test
    void schemaOfColumnsHasTheSameColumns() throws ContractException {
        Struct line = new Struct(List.of(
                new Field("price", new FieldType.Decimal(12, 2), false, null),
                new Field("state", new FieldType.Enumeration(List.of("NEW", "OLD")), true, null)));
        Struct fields = new Struct(List.of(
                new Field("id", Scalar.UUID, false, null),
                new Field("lines", new FieldType.ListOf(line, true), true, null),
                new Field("other_lines", new FieldType.MapOf(line, false), false, null),
                new Field("hash", new FieldType.Fixed(16), false, null),
                new Field("at", new FieldType.Timestamp(6), false, null),
                new Field("day", Scalar.DATE, true, null),
                new Field("clock", new FieldType.TimeOfDay(3), true, null),
                new Field("local", new FieldType.LocalTimestamp(9), false, null)));

        AvroStreamSchema schema = AvroStreamSchema.of("late-orders", fields);

        assertThat(schema.schema().getFullName()).isEqualTo("dev.weir.streams.LateOrders");
        assertThat(AvroStreamSchema.parse(FILE, schema.text())).isEqualTo(schema);
        assertThat(AvroStreamSchema.parse(FILE, schema.text()).fields()).isEqualTo(fields);
    }

    @Test
    void columnWithoutAProperNameIsRefused() {
        Struct fields = new Struct(List.of(new Field("EXPR$0", Scalar.INT32, false, null)));

        assertThatThrownBy(() -> AvroStreamSchema.of("x", fields))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EXPR$0")
                .hasMessageContaining("AS");
    }

    private static AvroStreamSchema parse(String field) throws ContractException {
        return AvroStreamSchema.parse(FILE, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + field + "]}");
    }
}
