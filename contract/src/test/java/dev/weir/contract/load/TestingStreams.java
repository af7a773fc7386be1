package dev.weir.contract.load;

import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;

/** Contracts for the tests. */
final class TestingStreams {

    private static final String EVERYTHING = """
            {"type": "record", "name": "Everything", "fields": [
              {"name": "shop", "type": "long"},
              {"name": "order_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "flag", "type": "boolean"},
              {"name": "small", "type": ["null", "int"]},
              {"name": "single", "type": "float"},
              {"name": "twice", "type": "double"},
              {"name": "currency", "type": "string"},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
              {"name": "raw", "type": "bytes"},
              {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["LIKE", "FOLLOW"]}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "clock", "type": {"type": "int", "logicalType": "time-millis"}},
              {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
              {"name": "uid", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "lines", "type": {"type": "array", "items":
                {"type": "record", "name": "Line", "fields": [{"name": "sku", "type": "string"}]}}},
              {"name": "notes", "type": {"type": "map", "values": ["null", "int"]}}
            ]}""";

    private static final String READING = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"},
              {"name": "seq", "type": "int"},
              {"name": "at", "type": "long"},
              {"name": "value", "type": ["null", "double"], "default": null}
            ]}""";

    private static final String READING_PROTO = """
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            message Reading {
              string sensor = 1;
              int64 seq = 2;
              google.protobuf.Timestamp at = 3;
              optional double value = 4;
              repeated string tags = 5;
            }
            """;

    private TestingStreams() {}

    /** Of all types, identity by id, with rules that chance alone wouldn't meet. */
    static StreamContract everything() throws Exception {
        return contract("""
                stream: everything
                schema: everything.avsc
                key: shop
                time: { field: at, disorder: 10s }
                identity: { id: [shop, order_id], within: 1h }
                rules: [ "currency in ['EUR', 'USD']", "price > 0.0", "twice >= -80.0 && twice <= 400.0" ]
                """, EVERYTHING);
    }

    /** {@code sensor} string, {@code seq} int, {@code at} in epoch milliseconds, {@code value}; identity by sequence. */
    static StreamContract readings(String... rules) throws Exception {
        return contract("""
                stream: readings
                schema: reading.avsc
                key: sensor
                time: { field: at, disorder: 10s }
                identity: { producer: sensor, sequence: seq }
                rules: [ %s ]
                """.formatted(String.join(", ", rules)), READING);
    }

    /** The same in Protobuf. */
    static StreamContract protobufReadings() throws Exception {
        String yaml = """
                stream: readings
                schema: reading.proto
                key: sensor
                time: { field: at, disorder: 10s }
                identity: { producer: sensor, sequence: seq }
                """;
        return ContractSource.parse(Path.of("readings.yaml"), yaml, SchemaFormat.PROTOBUF, READING_PROTO)
                .contract();
    }

    /** Each event has an id that is its key, too. */
    static StreamContract keyedById() throws Exception {
        return contract("""
                stream: readings
                schema: reading.avsc
                key: sensor
                time: { field: at, disorder: 10s }
                identity: { id: sensor, within: 1h }
                """, READING);
    }

    /** The newest reading of each sensor. */
    static StreamContract newestReadings() throws Exception {
        return contract("""
                stream: newest
                schema: reading.avsc
                mode: upsert
                key: sensor
                """, READING);
    }

    private static StreamContract contract(String yaml, String schema) throws Exception {
        return ContractSource.parse(Path.of("stream.yaml"), yaml, SchemaFormat.AVRO, schema)
                .contract();
    }
}
