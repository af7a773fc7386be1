package dev.weir.contract.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.ContractException;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.MqttMapping.Payload;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.TopicTemplate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttMappingTest {

    private static final String SCHEMA = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"},
              {"name": "seq", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "value", "type": "double"}
            ]}""";
    private static final String REST = "time: { field: at }\nidentity: { producer: sensor, sequence: seq }\n";

    @Test
    void mappingIsRead() throws ContractException {
        MqttMapping mapping = parse(
                        "mqtt:\n  topic: [ \"s/{sensor}\", \"+/{sensor}/v\" ]\n  samples: value\n  qos: 1\n", REST)
                .mqtt();

        assertThat(mapping)
                .isEqualTo(new MqttMapping(
                        List.of(TopicTemplate.parse("s/{sensor}"), TopicTemplate.parse("+/{sensor}/v")),
                        Payload.JSON,
                        List.of("value"),
                        1));
        assertThat(mapping.topics().get(1).columns()).containsExactly("sensor");
        assertThat(mapping.topics().get(1).shape()).isEqualTo("+/+/v");
    }

    @Test
    void whatIsWrittenReadsAsTheSame() throws ContractException {
        StreamContract contract = parse("mqtt: { topic: [ 'a\"/{sensor}', b ], payload: framed, qos: 1 }\n", REST);

        String written =
                ContractWriter.source(Path.of("streams"), contract, null).yaml();

        assertThat(ContractSource.parse(Path.of("r.yaml"), written, SchemaFormat.AVRO, SCHEMA)
                        .contract())
                .isEqualTo(contract);
    }

    @Test
    void contractOfAnotherNameDoesNotTakeTheTopics() throws ContractException {
        assertThat(parse("mqtt: { topic: a }\n", REST).named("other").mqtt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mqtt: {}|Key 'mqtt.topic' is missing",
                "mqtt: { topic: '' }|'mqtt.topic' expects a template",
                "mqtt: { topic: $SYS/x }|begin with '$'",
                "mqtt: { topic: a/# }|none that is '#'",
                "mqtt: { topic: 'a/x{sensor}' }|none that is 'x{sensor}'",
                "mqtt: { topic: 'a/{sensor}/{sensor}' }|names each column once",
                "mqtt: { topic: 'a/{senser}' }|Did you mean 'sensor'?",
                "mqtt: { topic: 'a/{value}' }|one exact text",
                "mqtt: { topic: [ 'a/{sensor}', 'a/+' ] }|fits the same topics",
                "mqtt: { topic: a, payload: protobuf }|The schema is AVRO",
                "mqtt: { topic: a, payload: xml }|json, avro, protobuf or framed",
                "mqtt: { topic: a, payload: avro, samples: value }|Bursts are JSON",
                "mqtt: { topic: a, qos: 2 }|'mqtt.qos' expects 0 or 1",
                "mqtt: { topic: a, samples: at }|follows from 'period_ms'",
                "mqtt: { topic: a, samples: seq }|numbered upwards",
                "mqtt: { topic: 'a/{sensor}', samples: sensor }|gives 'sensor', so a sample can't",
                "mqtt: { topic: a, samples: valu }|Did you mean 'value'?",
                "mqtt: { topics: a }|Did you mean 'topic'?"
            })
    void whatDoesNotFitIsAProblem(String mqtt, String problem) {
        assertThatThrownBy(() -> parse(mqtt + "\n", REST))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void burstNeedsATimeAndAnIdentityThatTellsItsSamplesApart() {
        assertThatThrownBy(() -> parse("mqtt: { topic: a, samples: value }\n", ""))
                .hasMessageContaining("Add 'time'");
        assertThatThrownBy(() -> parse(
                        "mqtt: { topic: a, samples: value }\n",
                        "time: { field: at }\nidentity: { id: sensor, within: 1h }\n"))
                .hasMessageContaining("the same event");
    }

    @Test
    void onlyStreamsOfEventsTakeInMqtt() {
        assertThatThrownBy(() -> parse("mqtt: { topic: a }\nmode: upsert\n", ""))
                .hasMessageContaining("Only streams of mode 'append'");
    }

    private static StreamContract parse(String mqtt, String rest) throws ContractException {
        return ContractSource.parse(
                        Path.of("r.yaml"),
                        "stream: r\nschema: r.avsc\nkey: sensor\n" + rest + mqtt,
                        SchemaFormat.AVRO,
                        SCHEMA)
                .contract();
    }
}
