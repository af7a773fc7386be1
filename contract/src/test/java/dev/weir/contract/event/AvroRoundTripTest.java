package dev.weir.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.Mode;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroRoundTripTest {

    private static final GenericData RAW = new GenericData();

    /** Avro's own writer, then our JSON, then our encoder; Avro's own reader must see the same event. */
    @Test
    void randomEventsOfRandomSchemasSurviveJson() throws Exception {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomEvents events = new RandomEvents(seed);
            Schema schema = events.record(3);
            StreamContract contract = contract(schema);
            Object datum = events.datum(schema);
            byte[] value = WireFormat.frame(5, SchemaFormat.AVRO, avro(schema, datum));
            String about = "seed " + seed + " schema " + schema + " value "
                    + HexFormat.of().formatHex(value);

            String json = new JsonEventDecoder(contract.schema()).decode(value);
            byte[] bytes = json.getBytes(UTF_8);
            byte[] encoded =
                    encoder(contract, about).encode(bytes, 0, bytes.length).value();

            assertThat(Arrays.copyOf(encoded, 5)).containsExactly(0, 0, 0, 0, 5);
            Object read = new GenericDatumReader<>(schema, schema, RAW)
                    .read(null, DecoderFactory.get().binaryDecoder(encoded, 5, encoded.length - 5, null));
            assertThat(comparable(read)).as(about).isEqualTo(comparable(datum));
            assertThat(new ReadyEventReader(contract, 5, Map.of(5, contract.schema()))
                            .acceptFramed(value)
                            .value())
                    .isSameAs(value);
        }
    }

    @Test
    void damagedAvroIsRefusedOrReadButNeverFailsOtherwise() throws Exception {
        int refused = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            RandomEvents events = new RandomEvents(seed);
            Random random = new Random(seed);
            Schema schema = events.record(2);
            byte[] body = avro(schema, events.datum(schema));
            byte[] damaged = Arrays.copyOf(body, Math.max(0, body.length + random.nextInt(5) - 2));
            for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                new ReadyEventReader(contract(schema), 5, Map.of()).acceptBody(damaged);
            } catch (RecordRejectedException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_500);
    }

    @Test
    void hugeLengthsCostNothing() {
        Schema schema = new Schema.Parser()
                .parse("{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'array','items':'bytes'}}]}"
                        .replace('\'', '"'));
        ReadyEventReader reader = new ReadyEventReader(contract(schema), 5, Map.of());

        for (String hex : List.of(
                "feffffffffffffffff01",
                "02fcffffff0f",
                "01ffffffffffffffffff01",
                "ffffffffffffffffff01",
                "80808080808080808080")) {
            assertThatThrownBy(() -> reader.acceptBody(HexFormat.of().parseHex(hex)))
                    .isInstanceOf(RecordRejectedException.class)
                    .hasMessageContaining("MALFORMED");
        }
    }

    @Test
    void eventOfAnOlderVersionIsCheckedAsReadersOfTheNewestSeeIt() throws Exception {
        Schema older = parse("[{'name':'id','type':'int'}]");
        Schema newest = parse("[{'name':'added','type':'long','default':1},{'name':'id','type':'long'}]");
        StreamContract contract = new StreamContract(
                "s",
                Mode.APPEND,
                stream(newest),
                List.of("id"),
                null,
                null,
                1,
                null,
                Compatibility.NONE,
                List.of(),
                List.of("id + added < 10"));
        ReadyEventReader reader = new ReadyEventReader(contract, 8, Map.of(7, stream(older), 8, stream(newest)));

        EncodedEvent event = reader.acceptFramed(HexFormat.of().parseHex("0000000007" + "08"));

        assertThat(event.key()).asString(UTF_8).isEqualTo("4");
        assertThatThrownBy(() -> reader.acceptFramed(HexFormat.of().parseHex("0000000007" + "12")))
                .hasMessageContaining("RULE");
        assertThatThrownBy(() -> reader.acceptFramed(HexFormat.of().parseHex("0000000009" + "08")))
                .hasMessageContaining("WRONG_SCHEMA");
        assertThatThrownBy(() -> reader.acceptFramed(HexFormat.of().parseHex("0000000007" + "0800")))
                .hasMessageContaining("1 bytes behind it");
    }

    private static Object comparable(Object datum) {
        if (datum instanceof GenericData.Record record) {
            return record.getSchema().getFields().stream()
                    .map(field -> List.of(Optional.ofNullable(comparable(record.get(field.pos())))))
                    .toList();
        }
        if (datum instanceof List<?> list) {
            return list.stream()
                    .map(element -> Optional.ofNullable(comparable(element)))
                    .toList();
        }
        if (datum instanceof Map<?, ?> map) {
            Map<String, Object> entries = new HashMap<>();
            map.forEach((key, value) -> entries.put(key.toString(), comparable(value)));
            return entries;
        }
        return datum instanceof CharSequence text ? text.toString() : datum;
    }

    private static Schema parse(String fields) {
        return new Schema.Parser().parse(("{'type':'record','name':'R','fields':" + fields + "}").replace('\'', '"'));
    }

    private static JsonEventEncoder encoder(StreamContract contract, String about) {
        try {
            return new JsonEventEncoder(contract, 5);
        } catch (IllegalArgumentException e) {
            throw new AssertionError(about, e);
        }
    }

    private static StreamContract contract(Schema schema) {
        return new StreamContract(
                "s",
                Mode.APPEND,
                stream(schema),
                List.of(),
                null,
                null,
                1,
                null,
                Compatibility.NONE,
                List.of(),
                List.of());
    }

    private static AvroStreamSchema stream(Schema schema) {
        return (AvroStreamSchema) JsonEventEncoderTest.schema(schema.toString());
    }

    private static byte[] avro(Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema, RAW).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
