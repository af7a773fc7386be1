package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.ColumnReader;
import dev.weir.codec.column.Columns;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.FieldType;
import dev.weir.contract.Mode;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.log.RowReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/**
 * The readers of the hot path and those of the gateway and the audit are written twice: bytes that one refuses, the other
 * must refuse, too, or an audit would find a wrong fate where there is none.
 */
class ReadersAgreeTest {

    private static final int MUTANTS = 20_000;

    private static final String AVRO = """
            {"type": "record", "name": "Event", "fields": [
              {"name": "id", "type": "string"},
              {"name": "seq", "type": "long"},
              {"name": "n", "type": ["null", "int"], "default": null},
              {"name": "good", "type": "boolean"},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B", "C"]}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "tod", "type": {"type": "int", "logicalType": "time-millis"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "uuid", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
              {"name": "raw", "type": "bytes"},
              {"name": "temperature", "type": "double"},
              {"name": "tags", "type": {"type": "array", "items": ["null", "string"]}},
              {"name": "more", "type": {"type": "map", "values": "float"}},
              {"name": "site", "type": ["null", {"type": "record", "name": "Site", "fields": [
                {"name": "name", "type": "string"}, {"name": "floor", "type": "int"}]}], "default": null}]}
            """;

    private static final String AVRO_EVENT = """
            {"id": "sensor-é", "seq": 123456789012, "n": -5, "good": true, "kind": "B", "at": "2026-01-31T12:00:00.123456Z",
             "day": "2026-01-31", "tod": "23:59:59.999", "price": "1234567.89",
             "uuid": "123e4567-e89b-12d3-a456-426614174000", "hash": "AAECAw==", "raw": "AAECAwQ=", "temperature": 21.5,
             "tags": ["a", null, "ccc"], "more": {"x": 1.5, "y": -2}, "site": {"name": "north", "floor": 3}}
            """;

    private static final String PROTOBUF = """
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            message Event {
              string id = 1;
              int64 seq = 2;
              optional int32 n = 3;
              bool good = 4;
              enum Kind { A = 0; B = 1; }
              Kind kind = 5;
              google.protobuf.Timestamp at = 6;
              google.protobuf.StringValue note = 7;
              double temperature = 8;
              repeated string tags = 9;
              map<string, sint64> more = 10;
              message Site { string name = 1; uint32 floor = 2; }
              Site site = 11;
              bytes raw = 12;
              fixed64 big = 13;
            }
            """;

    private static final String PROTOBUF_EVENT = """
            {"id": "sensor-é", "seq": 123456789012, "n": -5, "good": true, "kind": "B", "at": "2026-01-31T12:00:00.123Z",
             "note": "x", "temperature": 21.5, "tags": ["a", "ccc"], "more": {"x": 15, "y": -2},
             "site": {"name": "north", "floor": 3}, "raw": "AAECAwQ=", "big": 17}
            """;

    @Test
    void bothReadersOfAvroRefuseTheSameBytes() throws Exception {
        compare(avro(""), avro(""), AVRO_EVENT);
    }

    @Test
    void bothReadersOfAvroRefuseTheSameBytesOfOtherVersions() throws Exception {
        StreamSchema more = avro("""
                , {"name": "note", "type": "string", "default": "-"},
                {"name": "other", "type": {"type": "array", "items": "long"}, "default": []}
                """);
        compare(avro(""), more, AVRO_EVENT);
        compare(more, avro(""), AVRO_EVENT.strip().replaceFirst("}$", ", \"note\": \"é\", \"other\": [1, 200000]}"));
    }

    private static StreamSchema avro(String moreFields) throws ContractException {
        return AvroStreamSchema.parse(
                Path.of("event.avsc"), AVRO.strip().replaceFirst("]}$", Matcher.quoteReplacement(moreFields + "]}")));
    }

    @Test
    void bothReadersOfProtobufRefuseTheSameBytes() throws Exception {
        compare(protobuf(""), protobuf(""), PROTOBUF_EVENT);
    }

    @Test
    void bothReadersOfProtobufRefuseTheSameBytesOfOtherVersions() throws Exception {
        StreamSchema more = protobuf("string extra = 14; repeated Site others = 15;");
        compare(protobuf(""), more, PROTOBUF_EVENT);
        compare(
                more,
                protobuf(""),
                PROTOBUF_EVENT.strip().replaceFirst("}$", ", \"extra\": \"é\", \"others\": [{\"name\": \"x\"}]}"));
    }

    private static StreamSchema protobuf(String moreFields) throws ContractException {
        return ProtobufStreamSchema.parse(
                Path.of("event.proto"),
                PROTOBUF.strip().replaceFirst("}$", Matcher.quoteReplacement(moreFields + "}")));
    }

    @Test
    void bothReadersOfAvroTakeTheSameNumbers() throws Exception {
        AvroStreamSchema schema = AvroStreamSchema.parse(Path.of("event.avsc"), """
                {"type": "record", "name": "Event", "fields": [
                  {"name": "n", "type": "int"}, {"name": "l", "type": "long"}]}
                """);
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        registry.register("events-value", schema, Compatibility.NONE);
        ColumnReader hot = new ColumnReader(schema, registry, List.of("n", "l"));
        RowReader other = new RowReader(registry, schema);
        Random random = new Random(2);
        int taken = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] value = new byte[5 + 2 + random.nextInt(15)];
            value[4] = 1;
            for (int at = 5; at < value.length; at++) {
                boolean goesOn = at != value.length - 1 && random.nextInt(5) > 0;
                value[at] = (byte) (random.nextInt(128) | (goesOn ? 0x80 : 0));
            }

            String refusal = refusal(() -> columns(hot, value));

            String hex = HexFormat.of().formatHex(value);
            assertThat(refusal(() -> other.read(value)).isEmpty()).as(hex).isEqualTo(refusal.isEmpty());
            if (refusal.isEmpty()) {
                taken++;
                Columns read = columns(hot, value);
                assertThat(other.read(value))
                        .as(hex)
                        .isEqualTo(Map.of(
                                "n",
                                (int) read.column(0).longAt(0),
                                "l",
                                read.column(1).longAt(0)));
            }
        }
        assertThat(taken).isBetween(MUTANTS / 100, MUTANTS - MUTANTS / 100);
    }

    private static void compare(StreamSchema written, StreamSchema schema, String event) throws Exception {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        int id = registry.register("events-value", written, Compatibility.NONE).id();
        StreamContract contract = new StreamContract(
                "events",
                Mode.APPEND,
                written,
                List.of(),
                null,
                null,
                1,
                null,
                Compatibility.NONE,
                List.of(),
                List.of());
        byte[] json = event.getBytes(StandardCharsets.UTF_8);
        byte[] good =
                new JsonEventEncoder(contract, id).encode(json, 0, json.length).value();
        ColumnReader hot = new ColumnReader(
                schema,
                registry,
                schema.fields().fields().stream().map(FieldType.Field::name).toList());
        RowReader other = new RowReader(registry, schema);
        Random random = new Random(1);
        List<String> disagreements = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < MUTANTS && disagreements.size() < 20; i++) {
            byte[] mutant = i == 0 ? good : mutant(good, random);
            String one = refusal(() -> columns(hot, mutant));
            String two = refusal(() -> other.read(mutant));
            refused += two.isEmpty() ? 0 : 1;
            if (one.isEmpty() != two.isEmpty()) {
                disagreements.add(HexFormat.of().formatHex(mutant) + " hot: '" + one + "' other: '" + two + "'");
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(refused).isBetween(MUTANTS / 20, MUTANTS - MUTANTS / 20);
    }

    private static Columns columns(ColumnReader reader, byte[] value) throws Exception {
        Columns columns = reader.columns(1);
        reader.read(value, 0, value.length, columns);
        return columns;
    }

    private interface Reading {
        Object read() throws Exception;
    }

    private static String refusal(Reading reading) throws Exception {
        try {
            reading.read();
            return "";
        } catch (RecordRejectedException e) {
            return e.getMessage();
        }
    }

    /** The frame stays: which schemas are known is the registry's matter. */
    private static byte[] mutant(byte[] good, Random random) {
        byte[] mutant = good.clone();
        int body = 5;
        switch (random.nextInt(5)) {
            case 0 -> mutant = java.util.Arrays.copyOf(good, body + random.nextInt(good.length - body));
            case 1 -> mutant = java.util.Arrays.copyOf(good, good.length + 1 + random.nextInt(4));
            default -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    int at = body + random.nextInt(good.length - body);
                    mutant[at] = random.nextBoolean()
                            ? (byte) random.nextInt(256)
                            : (byte) (mutant[at] ^ 1 << random.nextInt(8));
                }
            }
        }
        return mutant;
    }
}
