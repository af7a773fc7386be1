package dev.weir.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventEncoderTest {

    private static final String SCHEMA = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "flag", "type": ["null", "boolean"], "default": null},
              {"name": "small", "type": ["null", "int"], "default": null},
              {"name": "big", "type": "long", "default": 7},
              {"name": "single", "type": ["null", "float"], "default": null},
              {"name": "twice", "type": ["null", "double"], "default": null},
              {"name": "price", "type": ["null",
                {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}]},
              {"name": "raw", "type": ["null", "bytes"], "default": null},
              {"name": "hash", "type": ["null", {"type": "fixed", "name": "Hash", "size": 4}], "default": null},
              {"name": "kind", "type": ["null",
                {"type": "enum", "name": "Kind", "symbols": ["LIKE", "FOLLOW"]}], "default": null},
              {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
              {"name": "clock", "type": ["null", {"type": "int", "logicalType": "time-millis"}], "default": null},
              {"name": "local", "type": ["null",
                {"type": "long", "logicalType": "local-timestamp-micros"}], "default": null},
              {"name": "nanos", "type": ["null", {"type": "long", "logicalType": "timestamp-nanos"}], "default": null},
              {"name": "uid", "type": ["null", {"type": "string", "logicalType": "uuid"}], "default": null},
              {"name": "lines", "type": {"type": "array", "items":
                {"type": "record", "name": "Line", "fields": [
                  {"name": "sku", "type": "string"},
                  {"name": "count", "type": "int", "default": 1}]}}, "default": []},
              {"name": "notes", "type": {"type": "map", "values": ["null", "int"]}, "default": {}}
            ]}""";

    private static final StreamContract CONTRACT = contract(schema(SCHEMA), List.of("id"), List.of("big >= 0"));

    @Test
    void everyFieldIsEncodedAndReadsBack() throws Exception {
        String json = "{'id':'ü','at':'2026-01-31T13:00:00.5+01:00','flag':true,'small':-2147483648,'big':1e3,"
                + "'single':0.1,'twice':-1.5e-7,'price':'10','raw':'AQI=','hash':'AAECAw==','kind':'LIKE',"
                + "'day':'2026-01-31','clock':'12:00','local':'2026-01-31T12:00:00.000001','nanos':5,"
                + "'uid':'4E7BB6A8-0000-4000-8000-000000000001','lines':[{'sku':'a'},{'count':2,'sku':'b'}],"
                + "'notes':{'x':null,'y':3}}";

        EncodedEvent event = encode(json);

        assertThat(event.key()).asString(UTF_8).isEqualTo("ü");
        assertThat(new JsonEventDecoder(CONTRACT.schema()).decode(event.value()))
                .isEqualTo(quoted("{'id':'ü','at':'2026-01-31T12:00:00.500Z','flag':true,'small':-2147483648,"
                        + "'big':1000,'single':0.1,'twice':-1.5E-7,'price':'10.00','raw':'AQI=','hash':'AAECAw==',"
                        + "'kind':'LIKE','day':'2026-01-31','clock':'12:00','local':'2026-01-31T12:00:00.000001',"
                        + "'nanos':'1970-01-01T00:00:00.005Z','uid':'4e7bb6a8-0000-4000-8000-000000000001',"
                        + "'lines':[{'sku':'a','count':1},{'sku':'b','count':2}],'notes':{'x':null,'y':3}}"));
    }

    @Test
    void whatIsLeftOutTakesItsDefaultOrNull() throws Exception {
        EncodedEvent event = encode("{'at':0,'id':'a'}");

        assertThat(new JsonEventDecoder(CONTRACT.schema()).decode(event.value()))
                .startsWith(quoted("{'id':'a','at':'1970-01-01T00:00:00Z','flag':null,'small':null,'big':7,"))
                .endsWith(quoted("'price':null,'raw':null,'hash':null,'kind':null,'day':null,'clock':null,"
                        + "'local':null,'nanos':null,'uid':null,'lines':[],'notes':{}}"));
    }

    /** {@code json} is the whole event where it begins with a brace, else a field beside {@code id} and {@code at}. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "refusals.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void refusalSaysWhereWhatWasExpectedAndWhatWasFound(
            String json, RejectCode code, String path, String expected, String found) {
        String event = json.startsWith("!") ? json.substring(1) : "{'id':'a','at':0," + json + "}";

        RecordRejectedException refusal = refusal(quoted(event).getBytes(UTF_8));

        assertThat(refusal.code() + "|" + refusal.path() + "|" + refusal.expected() + "|" + refusal.found())
                .isEqualTo(code + "|" + (path == null ? "" : path) + "|" + expected + "|" + found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9007199254740992",
                "9007199254740994",
                "123456789012345680000",
                "1180591620717411303424",
                "1e308",
                "0.1",
                "4.9e-324",
                "0e-999",
                "-0.0"
            })
    void numbersThatADoubleHoldsAreTaken(String number) throws Exception {
        EncodedEvent event = encode("{'id':'a','at':0,'twice':" + number + "}");

        assertThat(new JsonEventDecoder(CONTRACT.schema()).decode(event.value()))
                .contains("\"twice\":" + Double.parseDouble(number) + ",");
    }

    @Test
    void bytesThatAreNotStrictUtf8AreMalformed() {
        for (String hex : List.of("c080", "eda080", "edb080", "ff", "c3", "f4908080")) {
            byte[] event = ("{\"id\":\"" + "xxxx".substring(0, hex.length() / 2) + "\",\"at\":0}").getBytes(UTF_8);
            System.arraycopy(java.util.HexFormat.of().parseHex(hex), 0, event, 7, hex.length() / 2);

            assertThat(refusal(event).code()).as(hex).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void otherEncodingsAndByteOrderMarksAreMalformed() {
        String event = quoted("{'id':'a','at':0}");

        assertThat(refusal(event.getBytes(java.nio.charset.StandardCharsets.UTF_16LE))
                        .code())
                .isEqualTo(RejectCode.MALFORMED);
        assertThat(refusal(("\ufeff" + event).getBytes(UTF_8)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void deepNestingIsTooLarge() {
        assertThat(refusal(("{\"id\":".repeat(100)).getBytes(UTF_8)).code()).isEqualTo(RejectCode.WRONG_TYPE);
        assertThat(refusal(("[".repeat(100)).getBytes(UTF_8)).code()).isEqualTo(RejectCode.WRONG_TYPE);
        assertThat(refusal(("{\"id\":\"a\",\"at\":0,\"twice\":" + "1".repeat(1000) + "}").getBytes(UTF_8))
                        .code())
                .isEqualTo(RejectCode.TOO_LARGE);
    }

    @Test
    void keyOfSeveralFieldsIsAJsonArray() throws Exception {
        JsonEventEncoder encoder = new JsonEventEncoder(contract(schema(SCHEMA), List.of("big", "id"), List.of()), 1);
        byte[] json = quoted("{'id':'a','at':0,'big':3}").getBytes(UTF_8);

        assertThat(encoder.encode(json, 0, json.length).key()).asString(UTF_8).isEqualTo("[3,\"a\"]");
    }

    @ParameterizedTest
    @CsvSource({"at, 1000", "local, -1", "nanos, 5", "big, 7", ","})
    void timeIsThatOfTheDeclaredColumnRoundedDownToMilliseconds(@Nullable String column, @Nullable Long time)
            throws Exception {
        StreamContract timed = new StreamContract(
                "orders",
                Mode.APPEND,
                schema(SCHEMA),
                List.of("id"),
                column == null ? null : new EventTime(column, Duration.ZERO, Duration.ofMinutes(5), null),
                null,
                4,
                null,
                CONTRACT.compatibility(),
                List.of(),
                List.of());
        byte[] json = quoted("{'id':'a','at':1000,'local':'1969-12-31T23:59:59.999001','nanos':5,'big':7}")
                .getBytes(UTF_8);

        EncodedEvent event = new JsonEventEncoder(timed, 9).encode(json, 0, json.length);

        assertThat(event.time()).isEqualTo(time);
        ReadyEventReader ready = new ReadyEventReader(timed, 9, Map.of());
        assertThat(ready.acceptFramed(event.value()).time()).isEqualTo(time);
    }

    @Test
    void refusalNeverShowsContents() {
        for (String field : List.of(
                "'kind':'secret'",
                "'day':'secret'",
                "'uid':'secret'",
                "'raw':'secret!'",
                "'price':'secret'",
                "'small':'secret'",
                "'notes':{'secret':'x'}",
                "'small': secret",
                "'lines':'secret'")) {
            RecordRejectedException refusal =
                    refusal(quoted("{'id':'a','at':0," + field + "}").getBytes(UTF_8));

            assertThat(refusal.getMessage()).doesNotContain("secret");
        }
    }

    private static EncodedEvent encode(String json) throws RecordRejectedException {
        byte[] bytes = quoted(json).getBytes(UTF_8);
        return new JsonEventEncoder(CONTRACT, 9).encode(bytes, 0, bytes.length);
    }

    private static RecordRejectedException refusal(byte[] json) {
        JsonEventEncoder encoder = new JsonEventEncoder(CONTRACT, 9);
        return catchThrowableOfType(RecordRejectedException.class, () -> encoder.encode(json, 0, json.length));
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static StreamSchema schema(String avro) {
        try {
            return AvroStreamSchema.parse(Path.of("order.avsc"), avro);
        } catch (dev.weir.contract.ContractException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static StreamContract contract(StreamSchema schema, List<String> key, List<String> rules) {
        return new StreamContract(
                "orders",
                Mode.APPEND,
                schema,
                key,
                new EventTime("at", Duration.ZERO, Duration.ofMinutes(5), null),
                null,
                4,
                Duration.ofDays(7),
                Compatibility.BACKWARD_TRANSITIVE,
                List.of(),
                rules);
    }
}
