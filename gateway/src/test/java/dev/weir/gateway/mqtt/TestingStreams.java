package dev.weir.gateway.mqtt;

import dev.weir.contract.ContractException;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.gateway.stream.ServedStream;
import java.nio.file.Path;
import java.util.Map;

/** Streams that take in MQTT. */
public final class TestingStreams {

    public static final String SCHEMA = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"},
              {"name": "machine", "type": "string"},
              {"name": "seq", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "vibration", "type": ["null", "double"], "default": null},
              {"name": "temperature", "type": "double"}
            ]}""";

    private TestingStreams() {}

    /** {@code plants/+/machines/{machine}/sensors/{sensor}} becomes {@code readings}. */
    public static ServedStream readings() {
        return stream("readings", "plants/+/machines/{machine}/sensors/{sensor}", "");
    }

    /** @param more options of {@code mqtt} */
    public static ServedStream stream(String name, String topic, String more) {
        StreamContract contract = source(name, topic, more).contract();
        return new ServedStream(contract, 1, 7, Map.of(7, contract.schema()), true);
    }

    public static ContractSource source(String name, String topic, String more) {
        String yaml = """
                stream: %s
                schema: reading.avsc
                key: sensor
                time: { field: at, disorder: 30s }
                identity: { producer: sensor, sequence: seq }
                partitions: 3
                rules: [ "temperature < 400.0" ]
                mqtt:
                  topic: %s
                  samples: [ vibration, temperature ]
                  %s
                """.formatted(name, topic, more);
        try {
            return ContractSource.parse(Path.of(name + ".yaml"), yaml, SchemaFormat.AVRO, SCHEMA);
        } catch (ContractException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
