package dev.weir.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufEventTest {

    private static final ProtobufStreamSchema SCHEMA = schema("""
            syntax = "proto3";
            package test;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            message Order {
              string id = 1;
              google.protobuf.Timestamp at = 2;
              optional int32 small = 3;
              uint32 unsigned = 4;
              uint64 huge = 5;
              sint64 big = 6;
              float single = 7;
              double twice = 8;
              bytes raw = 9;
              Kind kind = 10;
              repeated Line lines = 11;
              map<string, int32> notes = 12;
              google.protobuf.StringValue comment = 13;
              google.protobuf.UInt64Value maybe = 14;
              oneof paid { string card = 15; bool cash = 16; }
              Line main = 17;
              bool flag = 18;
            }
            message Line { string sku = 1; int32 count = 2; }
            enum Kind { UNKNOWN = 0; LIKE = 1; FOLLOW = 2; }
            """);
    private static final StreamContract CONTRACT = JsonEventEncoderTest.contract(SCHEMA, List.of("id"), List.of());

    @Test
    void everyFieldIsEncodedAndReadsBack() throws Exception {
        String json = "{'id':'ü','at':'2026-01-31T12:00:00.000000001Z','small':0,'unsigned':4294967295,"
                + "'huge':'18446744073709551615','big':-5,'single':0.1,'twice':1.5,'raw':'AQI=','kind':'LIKE',"
                + "'lines':[{'sku':'a','count':2}],'notes':{'x':1},'comment':'','maybe':'0','card':null,'cash':false,"
                + "'main':{'sku':'','count':0},'flag':true}";

        EncodedEvent event = encode(json);

        assertThat(event.key()).asString(UTF_8).isEqualTo("ü");
        assertThat(Arrays.copyOf(event.value(), 6)).containsExactly(0, 0, 0, 0, 9, 0);
        assertThat(new JsonEventDecoder(SCHEMA).decode(event.value())).isEqualTo(json.replace('\'', '"'));
    }

    @Test
    void whatIsLeftOutIsNullOrZero() throws Exception {
        EncodedEvent event = encode("{'id':'a','at':0}");

        assertThat(new JsonEventDecoder(SCHEMA).decode(event.value()))
                .isEqualTo(("{'id':'a','at':'1970-01-01T00:00:00Z','small':null,'unsigned':0,'huge':'0','big':0,"
                                + "'single':0.0,'twice':0.0,'raw':'','kind':'UNKNOWN','lines':[],'notes':{},"
                                + "'comment':null,'maybe':null,'card':null,'cash':null,'main':null,'flag':false}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'unsigned':-1|OUT_OF_RANGE|unsigned",
                "'unsigned':4294967296|OUT_OF_RANGE|unsigned",
                "'huge':'18446744073709551616'|OUT_OF_RANGE|huge",
                "'huge':-1|OUT_OF_RANGE|huge",
                "'maybe':'-1'|OUT_OF_RANGE|maybe",
                "'kind':'SHARE'|OUT_OF_RANGE|kind",
                "'kind':1|WRONG_TYPE|kind",
                "'lines':[{'sku':1}]|WRONG_TYPE|lines[0].sku",
                "'lines':[{'skus':'a'}]|UNKNOWN_FIELD|lines[0].skus",
                "'lines':[null]|WRONG_TYPE|lines[0]",
                "'card':'x','cash':true|OUT_OF_RANGE|cash",
                "'big':null|WRONG_TYPE|big",
                "'raw':'?'|WRONG_TYPE|raw"
            })
    void refusalNamesTheField(String field, RejectCode code, String path) {
        RecordRejectedException refusal =
                catchThrowableOfType(RecordRejectedException.class, () -> encode("{'id':'a','at':0," + field + "}"));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.path()).isEqualTo(path);
    }

    @Test
    void fieldsThatTheContractNamesMustBeThereThoughProtobufHasDefaults() {
        assertThatThrownBy(() -> encode("{'at':0}")).hasMessageContaining("MISSING_FIELD: field 'id'");
        assertThatThrownBy(() -> encode("{'id':'a','at':'10000-01-01T00:00:00Z'}"))
                .isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void readyBytesAreReadOnceAndRefusedIfTheyAreNotExactlyThisMessage() throws Exception {
        ReadyEventReader reader = new ReadyEventReader(CONTRACT, 9, Map.of(9, SCHEMA));
        byte[] value = encode("{'id':'a','at':0,'kind':'LIKE'}").value();
        byte[] body = Arrays.copyOfRange(value, 6, value.length);

        assertThat(reader.acceptFramed(value).key()).asString(UTF_8).isEqualTo("a");
        assertThat(reader.acceptBody(body).value()).isEqualTo(value);
        assertThat(reader.acceptFramed(HexFormat.of()
                                .parseHex("00000000090200" + HexFormat.of().formatHex(body)))
                        .key())
                .asString(UTF_8)
                .isEqualTo("a");
        for (String bad :
                List.of("00000000090202", "0000000009", "000000000900ff", "00000000080000", "0000000009000a01")) {
            assertThatThrownBy(() -> reader.acceptFramed(HexFormat.of().parseHex(bad)))
                    .as(bad)
                    .isInstanceOf(RecordRejectedException.class);
        }
        String unknownField = HexFormat.of().formatHex(body) + "a00601";
        assertThatThrownBy(() -> reader.acceptBody(HexFormat.of().parseHex(unknownField)))
                .hasMessageContaining("UNKNOWN_FIELD");
        String unknownSymbol = HexFormat.of().formatHex(body) + "5009";
        assertThatThrownBy(() -> reader.acceptBody(HexFormat.of().parseHex(unknownSymbol)))
                .hasMessageContaining("OUT_OF_RANGE: field 'kind'");
    }

    @Test
    void damagedProtobufIsRefusedOrReadButNeverFailsOtherwise() throws Exception {
        ReadyEventReader reader = new ReadyEventReader(CONTRACT, 9, Map.of());
        byte[] value = encode("{'id':'ab','at':5,'lines':[{'sku':'a','count':2}],'notes':{'x':1},'comment':'c'}")
                .value();
        byte[] body = Arrays.copyOfRange(value, 6, value.length);
        int refused = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Arrays.copyOf(body, Math.max(0, body.length + random.nextInt(5) - 2));
            for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                reader.acceptBody(damaged);
            } catch (RecordRejectedException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(3_000);
    }

    private static EncodedEvent encode(String json) throws RecordRejectedException {
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        return new JsonEventEncoder(CONTRACT, 9).encode(bytes, 0, bytes.length);
    }

    private static ProtobufStreamSchema schema(String text) {
        try {
            return ProtobufStreamSchema.parse(Path.of("order.proto"), text);
        } catch (ContractException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
