package dev.weir.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Decimal;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.Timestamp;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

    private static final Struct FIELDS = new Struct(List.of(
            field("id", Scalar.STRING, false),
            field("count", Scalar.INT32, true),
            field("ratio", Scalar.FLOAT64, true),
            field("price", new Decimal(12, 2), true),
            field("at", new Timestamp(3), true),
            field("good", Scalar.BOOLEAN, true),
            field("tags", new FieldType.ListOf(Scalar.STRING, false), true)));

    @Test
    void cellsAreReadAsTheirFieldsTypes() throws Exception {
        String file = "id,count,ratio,price,at,good,tags\r\n"
                + "7,5,0.25,12.50,2026-01-31T12:00:00Z,true,\"[\"\"a\"\",\"\"b\"\"]\"\r\n"
                + "\"a, \"\"b\"\"\",,,,1769860800000,,\n";

        assertThat(read(file, Map.of()))
                .extracting(Row::json)
                .containsExactly(
                        "{\"id\":\"7\",\"count\":5,\"ratio\":0.25,\"price\":\"12.50\",\"at\":\"2026-01-31T12:00:00Z\","
                                + "\"good\":true,\"tags\":[\"a\",\"b\"]}",
                        "{\"id\":\"a, \\\"b\\\"\",\"count\":null,\"ratio\":null,\"price\":null,"
                                + "\"at\":1769860800000,\"good\":null,\"tags\":null}");
    }

    @Test
    void whatIsNoNumberStaysTextForTheDoorToRefuse() throws Exception {
        assertThat(read("id,count\na,five\nb,007\nc,1e400\n", Map.of()))
                .extracting(Row::json)
                .containsExactly(
                        "{\"id\":\"a\",\"count\":\"five\"}",
                        "{\"id\":\"b\",\"count\":7}",
                        "{\"id\":\"c\",\"count\":1E+400}");
    }

    @Test
    void rowKnowsTheLineWhereItBegins() throws Exception {
        assertThat(read("id\n\"two\nlines\"\n\nb\n", Map.of()))
                .extracting(Row::line)
                .containsExactly(2L, 5L);
    }

    @Test
    void columnsAreMappedOrLeftOut() throws Exception {
        assertThat(read("Order No,internal\na,x\n", Map.of("Order No", "id", "internal", "")))
                .extracting(Row::json)
                .containsExactly("{\"id\":\"a\"}");
    }

    @Test
    void rowWithMoreValuesThanTheHeaderIsRefusedAndTheNextIsNot() throws Exception {
        List<Row> rows = read("id\na,b\nc\n", Map.of());

        assertThat(rows.get(0).problem()).isEqualTo("The row has 2 values, the header 1.");
        assertThat(rows.get(1).problem()).isNull();
    }

    @Test
    void unknownColumnIsNamedWithTheNearestField() {
        assertThatThrownBy(() -> read("id,cont\n", Map.of()))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("Did you mean 'count'?")
                .hasMessageContaining("--map 'cont='");
    }

    private static Field field(String name, FieldType type, boolean nullable) {
        return new Field(name, type, nullable, null);
    }

    private static List<Row> read(String file, Map<String, String> map) throws Exception {
        CsvRows rows = new CsvRows(new ByteArrayInputStream(file.getBytes(UTF_8)), ',', map, FIELDS);
        List<Row> all = new ArrayList<>();
        for (Row row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }
}
