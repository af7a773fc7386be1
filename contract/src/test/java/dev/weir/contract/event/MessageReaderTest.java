package dev.weir.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.ContractException;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {

    private static final String AVRO = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"},
              {"name": "line", "type": ["null", "int"], "default": null},
              {"name": "seq", "type": "int"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "a", "type": ["null", "double"], "default": null},
              {"name": "b", "type": "double", "default": 0}
            ]}""";
    private static final String PROTOBUF = """
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            message Reading {
              string sensor = 1;
              optional int32 line = 2;
              int32 seq = 3;
              google.protobuf.Timestamp at = 4;
              optional double a = 5;
              double b = 6;
            }
            """;

    @ParameterizedTest
    @CsvSource({"AVRO", "PROTOBUF"})
    void topicGivesWhatThePayloadLeavesOut(SchemaFormat format) throws Exception {
        StreamContract contract = contract(format, "json", "a");

        List<String> events = read(contract, List.of("s-1", "7"), "{'seq':1,'at':0,'b':2}");

        assertThat(events).containsExactly(event("s-1", 7, 1, "1970-01-01T00:00:00Z", "null", "2.0"));
    }

    @Test
    void payloadMaySayTheSameAsTheTopicButNothingElse() throws Exception {
        StreamContract contract = contract(SchemaFormat.AVRO, "json", "a");

        assertThat(read(contract, List.of("s-1", "7"), "{'sensor':'s-1','line':7,'seq':1,'at':0}"))
                .hasSize(1);
        assertThatThrownBy(() -> read(contract, List.of("s-1", "7"), "{'line':8,'seq':1,'at':0}"))
                .hasMessage("OUT_OF_RANGE: field 'line' expects what the topic says but found something else");
        assertThatThrownBy(() -> read(contract, List.of("s-1", "07"), "{}"))
                .hasMessageContaining("'line'")
                .isInstanceOf(RecordRejectedException.class);
    }

    @ParameterizedTest
    @CsvSource({"AVRO", "PROTOBUF"})
    void burstBecomesAnEventForEachSample(SchemaFormat format) throws Exception {
        StreamContract contract = contract(format, "json", "[ a, b ]");

        List<String> events = read(
                contract,
                List.of("s-1", "7"),
                "{'samples':[[1,2],[null,3],[4.5,5]],'period_ms':0.0015,'at':'2026-01-31T12:00:00.000001Z','seq':41}");

        assertThat(events)
                .containsExactly(
                        event("s-1", 7, 41, "2026-01-31T12:00:00.000001Z", "1.0", "2.0"),
                        event("s-1", 7, 42, "2026-01-31T12:00:00.000002" + nanos(format, "500") + "Z", "null", "3.0"),
                        event("s-1", 7, 43, "2026-01-31T12:00:00.000004Z", "4.5", "5.0"));
    }

    /** Protobuf's timestamps hold nanoseconds. */
    private static String nanos(SchemaFormat format, String digits) {
        return format == SchemaFormat.PROTOBUF ? digits : "";
    }

    @Test
    void samplesOfOneColumnArePlainValues() throws Exception {
        StreamContract contract = contract(SchemaFormat.AVRO, "json", "a");

        List<String> events =
                read(contract, List.of("s-1", "7"), "{'seq':1,'at':0,'b':9,'period_ms':1e3,'samples':[1,null]}");

        assertThat(events)
                .containsExactly(
                        event("s-1", 7, 1, "1970-01-01T00:00:00Z", "1.0", "9.0"),
                        event("s-1", 7, 2, "1970-01-01T00:00:01Z", "null", "9.0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'seq':1,'at':0,'period_ms':1,'samples':[[1,2],[1]]}|samples[1]|an array of 2 values",
                "{'seq':1,'at':0,'period_ms':1,'samples':[[1,2,3]]}|samples[0]|an array of 2 values",
                "{'seq':1,'at':0,'period_ms':1,'samples':[[1,null]]}|samples[0][1]|a 64-bit float",
                "{'seq':1,'at':0,'period_ms':1,'samples':[7]}|samples[0]|an array of 2 values",
                "{'seq':1,'at':0,'period_ms':1,'samples':{}}|samples|an array",
                "{'seq':1,'at':0,'period_ms':1,'samples':[]}|samples|at least one",
                "{'seq':1,'at':0,'period_ms':1}|samples|both",
                "{'seq':1,'at':0,'samples':[[1,2]]}|period_ms|both",
                "{'seq':1,'at':0,'period_ms':-1,'samples':[[1,2]]}|period_ms|from 0 to a day",
                "{'seq':1,'at':0,'period_ms':86400001,'samples':[[1,2]]}|period_ms|from 0 to a day",
                "{'seq':1,'at':0,'period_ms':1e-7,'samples':[[1,2]]}|period_ms|nanoseconds",
                "{'seq':1,'at':0,'period_ms':1e-999999999,'samples':[[1,2]]}|period_ms|nanoseconds",
                "{'seq':1,'at':0,'period_ms':1e999999999,'samples':[[1,2]]}|period_ms|from 0 to a day",
                "{'seq':1,'at':0,'period_ms':'1','samples':[[1,2]]}|period_ms|a number",
                "{'seq':1,'at':0,'period_ms':1,'period_ms':1,'samples':[[1,2]]}|period_ms|once",
                "{'seq':1,'at':0,'a':1,'period_ms':1,'samples':[[1,2]]}|''|only within them",
                "{'seq':2147483647,'at':0,'period_ms':1,'samples':[[1,2],[1,2]]}|seq|32-bit",
                "{'at':0,'period_ms':1,'samples':[[1,2]]}|seq|32-bit",
                "{'seq':1,'period_ms':1,'samples':[[1,2]]}|at|a timestamp",
                "{'seq':1,'at':0,'period_ms':1,'samples':[[1,2],[1,2],[1,2],[1,2],[1,2],[1,2]]}|''|at most 5",
                "[{'seq':1,'at':0},{'seq':1,'at':0,'period_ms':1,'samples':[[1,2],[1,2],[1,2],[1,2],[1,2]]}]|''|at most",
                "[{'seq':1,'at':0},{'seq':1,'at':0},{'seq':1,'at':0},{'seq':1,'at':0},{'seq':1,'at':0},{'seq':1,'at':0}]|''|at most 5",
                "[{'seq':1,'at':0},7]|''|an object",
                "[]|''|at least one",
                "{'seq':1,'at':0} x|''|JSON",
            })
    void messageThatCannotBeDecodedIsRejectedWithItsPlace(String json, String path, String expected)
            throws ContractException {
        StreamContract contract = contract(SchemaFormat.AVRO, "json", "[ a, b ]");

        RecordRejectedException e =
                catchThrowableOfType(RecordRejectedException.class, () -> read(contract, List.of("s-1", "7"), json));

        assertThat(e.path()).isEqualTo(path);
        assertThat(e.getMessage()).contains(expected);
    }

    @Test
    void ruleObjectsToOneSampleAndLeavesTheOthers() throws Exception {
        StreamContract contract = contract(SchemaFormat.AVRO, "json", "[ a, b ]");
        MessageReader reader = reader(contract);

        List<MessageEvent> events =
                reader.read(bytes("{'seq':1,'at':0,'period_ms':1,'samples':[[1,2],[1,1000],[1,3]]}"), given(reader), 5);

        assertThat(events).extracting(each -> each.objection() == null).containsExactly(true, false, true);
        assertThat(events.get(1).event().time()).isNull();
        assertThat(json(contract, events.get(1).event())).contains("\"seq\":2");
    }

    @ParameterizedTest
    @CsvSource({"AVRO", "PROTOBUF"})
    void bodyOfReadyBytesIsKeptUnlessTheTopicFillsItIn(SchemaFormat format) throws Exception {
        StreamContract contract = contract(format, format.name(), null);
        MessageReader reader = reader(contract);
        byte[] whole = body(contract, "{'sensor':'s-1','line':7,'seq':1,'at':0}");
        byte[] partial = body(contract, "{'sensor':'s-1','seq':1,'at':0}");

        EncodedEvent kept = reader.read(whole, given(reader), 5).get(0).event();
        EncodedEvent filled = reader.read(partial, given(reader), 5).get(0).event();

        int header = kept.value().length - whole.length;
        assertThat(Arrays.copyOfRange(kept.value(), header, kept.value().length))
                .isEqualTo(whole);
        assertThat(json(contract, filled)).isEqualTo(json(contract, kept));
        assertThatThrownBy(() -> reader.read(body(contract, "{'sensor':'s-2','seq':1,'at':0}"), given(reader), 5))
                .hasMessageContaining("what the topic says");
    }

    @Test
    void framedBytesAreReadInTheVersionThatTheyName() throws Exception {
        StreamContract contract = contract(SchemaFormat.AVRO, "framed", null);
        MessageReader reader = reader(contract);
        byte[] framed =
                WireFormat.frame(3, SchemaFormat.AVRO, body(contract, "{'sensor':'s-1','line':7,'seq':1,'at':0}"));

        assertThat(reader.read(framed, given(reader), 5).get(0).event().value()).isSameAs(framed);
        framed[4] = 9;
        assertThatThrownBy(() -> reader.read(framed, given(reader), 5)).hasMessageContaining("WRONG_SCHEMA");
    }

    @Test
    void undecodableBytesAreKeptBehindWhateverMakesThemNoEvent() throws Exception {
        MessageReader reader = reader(contract(SchemaFormat.AVRO, "json", "a"));

        EncodedEvent plain = reader.undecodable(bytes("oops"), given(reader), "s/s-1/7");
        EncodedEvent framed = reader.undecodable(new byte[] {0, 0, 0, 0, 3, 1}, null, "s/s-1/x");

        assertThat(plain.value()).isEqualTo(bytes("oops"));
        assertThat(plain.key()).isEqualTo(bytes("s-1"));
        assertThat(framed.value()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1);
        assertThat(framed.key()).isEqualTo(bytes("s/s-1/x"));
        assertThat(framed.time()).isNull();
    }

    private static byte[] body(StreamContract contract, String json) throws RecordRejectedException {
        int header = WireFormat.header(3, contract.schema().format()).length;
        byte[] value = new JsonEventEncoder(contract, 3)
                .encode(bytes(json), 0, bytes(json).length)
                .value();
        return Arrays.copyOfRange(value, header, value.length);
    }

    private static GivenColumns given(MessageReader reader) throws RecordRejectedException {
        return reader.given(List.of("sensor", "line"), List.of("s-1", "7"));
    }

    private static List<String> read(StreamContract contract, List<String> topic, String json)
            throws RecordRejectedException {
        MessageReader reader = reader(contract);
        List<String> events = new ArrayList<>();
        for (MessageEvent event : reader.read(bytes(json), reader.given(List.of("sensor", "line"), topic), 5)) {
            assertThat(event.objection()).isNull();
            assertThat(event.event().key()).isEqualTo(bytes(topic.get(0)));
            events.add(json(contract, event.event()));
        }
        return events;
    }

    private static MessageReader reader(StreamContract contract) {
        return new MessageReader(
                contract, contract.mqtt(), 3, new ReadyEventReader(contract, 3, Map.of(3, contract.schema())));
    }

    private static String json(StreamContract contract, EncodedEvent event) throws RecordRejectedException {
        return new JsonEventDecoder(contract.schema()).decode(event.value());
    }

    private static String event(String sensor, int line, int seq, String at, String a, String b) {
        return "{\"sensor\":\"" + sensor + "\",\"line\":" + line + ",\"seq\":" + seq + ",\"at\":\"" + at + "\",\"a\":"
                + a + ",\"b\":" + b + "}";
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static StreamContract contract(SchemaFormat format, String payload, String samples)
            throws ContractException {
        String yaml = """
                stream: readings
                schema: readings.x
                key: sensor
                time: { field: at }
                identity: { producer: sensor, sequence: seq }
                rules: [ "b < 100.0" ]
                mqtt:
                  topic: s/{sensor}/{line}
                  payload: %s
                  %s
                """.formatted(payload, samples == null ? "" : "samples: " + samples);
        return ContractSource.parse(Path.of("r.yaml"), yaml, format, format == SchemaFormat.AVRO ? AVRO : PROTOBUF)
                .contract();
    }
}
