package dev.weir.streams;

import dev.weir.contract.ContractException;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;

/** Contracts for tests, read as the product reads them. */
public final class TestingContracts {

    private TestingContracts() {}

    public static StreamContract avro(String yaml, String schema) {
        try {
            return ContractSource.parse(Path.of("stream.yaml"), yaml, SchemaFormat.AVRO, schema)
                    .contract();
        } catch (ContractException e) {
            throw new AssertionError("The test's contract has problems", e);
        }
    }

    /** Orders with identity, event time, a rule and an optional column. */
    public static StreamContract orders(String name) {
        return orders(name, "");
    }

    /** @param moreFields Avro fields after the first ones, each beginning with a comma */
    public static StreamContract orders(String name, String moreFields) {
        return avro("""
                stream: %s
                schema: orders.avsc
                key: customer
                time: { field: placed, disorder: 5s }
                identity: { id: [customer, id], within: 1h }
                partitions: 2
                rules: ["amount >= 0"]
                """.formatted(name), """
                {"type": "record", "name": "Order", "doc": "One order.", "fields": [
                  {"name": "id", "type": "long"},
                  {"name": "customer", "type": "string"},
                  {"name": "amount", "type": "int"},
                  {"name": "placed", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "note", "type": ["null", "string"], "default": null}%s]}
                """.formatted(moreFields));
    }

    /** The newest state of each customer. */
    public static StreamContract customers(String name) {
        return avro("""
                stream: %s
                schema: customers.avsc
                mode: upsert
                key: customer
                partitions: 2
                """.formatted(name), """
                {"type": "record", "name": "Customer", "fields": [
                  {"name": "customer", "type": "string"},
                  {"name": "city", "type": "string"}]}
                """);
    }
}
