package dev.weir.cli;

import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;

/** Contracts for the tests. */
final class TestStreams {

    static final String SCHEMA = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "amount", "type": ["null", "int"], "default": null},
              {"name": "note", "type": ["null", "string"], "default": null}
            ]}""";

    private TestStreams() {}

    /** {@code id} string, {@code at} timestamp, {@code amount} nullable int below 1000, {@code note} nullable string. */
    static StreamContract orders() throws Exception {
        String yaml = """
                stream: orders
                schema: order.avsc
                key: id
                time: { field: at, disorder: 30s }
                identity: { id: id, within: 1h }
                rules: [ "amount == null || amount < 1000" ]
                """;
        return ContractSource.parse(Path.of("orders.yaml"), yaml, SchemaFormat.AVRO, SCHEMA)
                .contract();
    }
}
