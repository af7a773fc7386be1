package dev.weir.contract.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCompatibilityTest {

    private static final String LINE = "{\"type\":\"array\",\"items\":[\"null\",{\"type\":\"record\",\"name\":\"Line\","
            + "\"fields\":[{\"name\":\"price\",\"type\":%s}%s]}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name':'a','type':'int'} | {'name':'a','type':'int'},{'name':'amount','type':'int'}"
                        + " | Field 'amount' was added without a default, so events written by v1 can't be read."
                        + " Give it a default, or make it nullable with default null.",
                "{'name':'a','type':'string'} | {'name':'a','type':'int'}"
                        + " | Field 'a' changed from string to int, so events written by v1 can't be read."
                        + " Keep the type, or add a new field.",
                "{'name':'a','type':['null','int']} | {'name':'a','type':'int'}"
                        + " | Field 'a' can't be null any more, but events written by v1 may have null there. Keep it nullable.",
                "{'name':'a','type':{'type':'long','logicalType':'timestamp-millis'}}"
                        + " | {'name':'a','type':{'type':'long','logicalType':'timestamp-micros'}}"
                        + " | Field 'a' changed from timestamp-millis to timestamp-micros, so events written by v1 can't be read."
                        + " Keep the type, or add a new field.",
                "{'name':'a','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}}"
                        + " | {'name':'a','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':3}}"
                        + " | Field 'a' changed from decimal(9,2) to decimal(9,3), so events written by v1 can't be read."
                        + " Keep the type, or add a new field.",
                "{'name':'a','type':{'type':'enum','name':'E','symbols':['X','Y']}}"
                        + " | {'name':'a','type':{'type':'enum','name':'E','symbols':['X']}}"
                        + " | Field 'a' lost Y, which events written by v1 may have. Keep it, or give the enum a default.",
            })
    void incompatibleAvroNamesFieldReasonAndRemedy(String older, String newer, String conflict)
            throws ContractException {
        assertThat(conflicts(avro(older), avro(newer), Compatibility.BACKWARD_TRANSITIVE))
                .containsExactly(conflict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name':'a','type':'int'} | {'name':'a','type':'long'}",
                "{'name':'a','type':'int'} | {'name':'b','type':'int','default':3}",
                "{'name':'a','type':'int'} | {'name':'b','type':'int','aliases':['a']}",
                "{'name':'a','type':'int'} | {'name':'a','type':['int','null']}",
                "{'name':'a','type':{'type':'string','logicalType':'uuid'}} | {'name':'a','type':'string'}",
                "{'name':'a','type':{'type':'enum','name':'E','symbols':['X','Y']}}"
                        + " | {'name':'a','type':{'type':'enum','name':'E','symbols':['X'],'default':'X'}}",
                "{'name':'a','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}}"
                        + " | {'name':'a','type':{'type':'bytes','logicalType':'decimal','precision':12,'scale':2}}",
            })
    void compatibleAvroHasNoConflict(String older, String newer) throws ContractException {
        assertThat(conflicts(avro(older), avro(newer), Compatibility.BACKWARD_TRANSITIVE))
                .isEmpty();
    }

    @Test
    void pathLeadsIntoNullableElementsOfLists() throws ContractException {
        StreamSchema older = avro("{'name':'lines','type':" + LINE.formatted("\"int\"", "") + "}");
        StreamSchema newer = avro(
                "{'name':'lines','type':" + LINE.formatted("\"string\"", ",{\"name\":\"tax\",\"type\":\"int\"}") + "}");

        assertThat(conflicts(older, newer, Compatibility.BACKWARD_TRANSITIVE))
                .satisfiesExactly(
                        price -> assertThat(price).startsWith("Field 'lines[].price' changed from int to string"),
                        tax -> assertThat(tax).startsWith("Field 'lines[].tax' was added without a default"));
    }

    @Test
    void everyOlderVersionCounts() throws ContractException {
        StreamSchema one = avro("{'name':'a','type':'string'}");
        StreamSchema two = avro("{'name':'b','type':'int','default':1}");
        StreamSchema three = avro("{'name':'a','type':'int','default':1}");

        List<String> conflicts = SchemaCompatibility.conflicts(
                three,
                List.of(new Registered(1, 1, one), new Registered(2, 2, two)),
                Compatibility.BACKWARD_TRANSITIVE);

        assertThat(conflicts).singleElement().asString().contains("events written by v1");
    }

    @Test
    void forwardAsksWhetherOldReadersCanRead() throws ContractException {
        StreamSchema older = avro("{'name':'a','type':'int'}");
        StreamSchema newer = avro("{'name':'b','type':'int'}");

        assertThat(conflicts(older, newer, Compatibility.FORWARD_TRANSITIVE))
                .containsExactly("Field 'a' was removed, but has no default in v1, whose readers need it. Keep it.");
        assertThat(conflicts(older, newer, Compatibility.FULL_TRANSITIVE)).hasSize(2);
        assertThat(conflicts(older, newer, Compatibility.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "string a = 1; int32 b = 2; | string a = 1; | Field 'b' was removed, but events of v1 have it.",
                "string a = 1; | string b = 1; | Field 'a' gave its number 1 to 'b', so that field would read what v1 wrote.",
                "string a = 1; | string a = 2; | Field 'a' was renumbered from 1 to 2",
                "string a = 1; | int32 a = 1; | Field 'a' changed from string to int32",
                "string a = 1; | repeated string a = 1; | Field 'a' changed from string to repeated string",
                "repeated L a = 1; message L { string x = 1; } | repeated L a = 1; message L { bool x = 1; }"
                        + " | Field 'a[].x' changed from string to bool",
                "map<string, int32> a = 1; | map<string, string> a = 1; | Field 'a[].value' changed from int32 to string",
                "E a = 1; enum E { X = 0; Y = 1; } | E a = 1; enum E { X = 0; } | Field 'a': constant Y = 1 is gone",
            })
    void incompatibleProtobufNamesFieldAndReason(String older, String newer, String conflict) throws ContractException {
        assertThat(conflicts(protobuf(older), protobuf(newer), Compatibility.BACKWARD_TRANSITIVE))
                .singleElement()
                .asString()
                .startsWith(conflict);
    }

    @Test
    void protobufMayGainFields() throws ContractException {
        assertThat(conflicts(
                        protobuf("string a = 1;"),
                        protobuf("string a = 1; optional int32 b = 2;"),
                        Compatibility.FULL_TRANSITIVE))
                .isEmpty();
    }

    /** Avro's own check is the oracle for schemas without logical types. */
    @Test
    void verdictIsAvrosOwn() {
        Random random = new Random(20260102);
        int compatible = 0;
        for (int i = 0; i < 5_000; i++) {
            Schema older = record(random, 0);
            Schema newer = record(random, 0);
            boolean expected = org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility(newer, older)
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;

            assertThat(AvroCompatibility.backward(newer, older, 1).isEmpty())
                    .as("%s reads %s", newer, older)
                    .isEqualTo(expected);
            compatible += expected ? 1 : 0;
        }
        assertThat(compatible).isBetween(500, 4_500);
    }

    private static Schema record(Random random, int depth) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("R" + depth).fields();
        for (String name : List.of("a", "b")) {
            if (random.nextInt(3) > 0) {
                Schema type = type(random, depth);
                boolean nullable = random.nextInt(3) == 0;
                Schema schema = nullable ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type;
                fields = nullable && random.nextBoolean()
                        ? fields.name(name).type(schema).withDefault(null)
                        : fields.name(name).type(schema).noDefault();
            }
        }
        return fields.endRecord();
    }

    private static Schema type(Random random, int depth) {
        List<Schema.Type> types = new ArrayList<>(
                List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.LONG, Schema.Type.STRING, Schema.Type.BYTES));
        if (depth < 2) {
            types.addAll(List.of(Schema.Type.ARRAY, Schema.Type.RECORD));
        }
        Schema.Type type = types.get(random.nextInt(types.size()));
        return switch (type) {
            case ARRAY -> Schema.createArray(type(random, depth + 1));
            case RECORD -> record(random, depth + 1 + 10 * random.nextInt(1_000));
            default -> Schema.create(type);
        };
    }

    private static List<String> conflicts(StreamSchema older, StreamSchema newer, Compatibility level) {
        return SchemaCompatibility.conflicts(newer, List.of(new Registered(1, 1, older)), level);
    }

    private static StreamSchema avro(String fields) throws ContractException {
        return AvroStreamSchema.parse(
                Path.of("a.avsc"),
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields.replace('\'', '"') + "]}");
    }

    private static StreamSchema protobuf(String body) throws ContractException {
        return ProtobufStreamSchema.parse(Path.of("a.proto"), "syntax = \"proto3\";\nmessage A { " + body + " }");
    }
}
