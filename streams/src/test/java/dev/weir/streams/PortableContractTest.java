package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class PortableContractTest {

    @Test
    void contractWithIdsArrivesEqual() throws Exception {
        StreamContract orders = TestingContracts.orders("orders");

        assertThat(arrived(orders)).isEqualTo(orders);
    }

    @Test
    void contractWithSequencesArrivesEqual() throws Exception {
        StreamContract readings = TestingContracts.avro("""
                stream: readings
                schema: r.avsc
                key: sensor
                time: { field: ms, disorder: 30s, correct: 24h }
                identity: { producer: sensor, sequence: seq }
                personal: [sensor]
                """, """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "sensor", "type": "string"}, {"name": "seq", "type": "long"}, {"name": "ms", "type": "long"}]}
                """);

        assertThat(arrived(readings)).isEqualTo(readings);
    }

    @Test
    void protobufContractArrivesWithItsFields() throws Exception {
        StreamContract pings = ContractSource.parse(
                        Path.of("pings.yaml"),
                        "stream: pings\nschema: pings.proto\n",
                        SchemaFormat.PROTOBUF,
                        "syntax = \"proto3\";\nmessage Ping { string host = 1; int64 ms = 2; }\n")
                .contract();

        StreamContract arrived = arrived(pings);

        assertThat(arrived.schema()).isInstanceOf(ProtobufStreamSchema.class);
        assertThat(arrived.schema().fields()).isEqualTo(pings.schema().fields());
        assertThat(arrived.schema().text()).isEqualTo(pings.schema().text());
    }

    private static StreamContract arrived(StreamContract contract) throws Exception {
        return InstantiationUtil.clone(new PortableContract(contract)).contract();
    }
}
