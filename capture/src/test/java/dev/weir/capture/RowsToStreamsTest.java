package dev.weir.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowsToStreamsTest {

    private static final String AVRO = """
            {"type": "record", "name": "Limit", "fields": [
              {"name": "name", "type": "string"},
              {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
              {"name": "since", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null}
            ]}""";
    private static final String STREAMS =
            """
            {"public.limits": {"format": "AVRO", "schemaId": 7,
              "contract": "stream: limits\\nschema: limits.avsc\\nmode: cdc\\nkey: name\\nrules: [ 'amount > 5.0' ]\\n",
              "schema": %s}}""".formatted('"' + AVRO.replace("\n", " ").replace("\"", "\\\"") + '"');

    private static final Schema KEY =
            SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("name", Schema.STRING_SCHEMA)
            .field("amount", Decimal.builder(2).optional().build())
            .field(
                    "since",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .optional()
                            .build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("bank.rules.public.limits.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final RowsToStreams<SourceRecord> rows = new RowsToStreams<>();

    @BeforeEach
    void configure() {
        rows.configure(Map.of(
                RowsToStreams.STREAMS,
                STREAMS,
                RowsToStreams.HEARTBEATS,
                "weir.connect.heartbeats",
                RowsToStreams.KAFKA,
                "127.0.0.1:1"));
    }

    private static Struct row(@Nullable BigDecimal amount) {
        return new Struct(ROW)
                .put("name", "card")
                .put("amount", amount)
                .put("since", 1_000_001L)
                .put("note", "x");
    }

    private static SourceRecord change(String operation, @Nullable Struct after, String table) {
        Struct source = new Struct(SOURCE).put("schema", "public").put("table", table);
        Struct value =
                new Struct(ENVELOPE).put("after", after).put("source", source).put("op", operation);
        Struct key = new Struct(KEY).put("name", "card");
        return new SourceRecord(Map.of(), Map.of(), "bank.rules.public." + table, 3, KEY, key, ENVELOPE, value);
    }

    private static GenericRecord event(SourceRecord record) throws IOException {
        ByteBuffer value = ByteBuffer.wrap((byte[]) record.value());
        assertThat(value.get()).isZero();
        assertThat(value.getInt()).isEqualTo(7);
        return new GenericDatumReader<GenericRecord>(new org.apache.avro.Schema.Parser().parse(AVRO))
                .read(null, DecoderFactory.get().binaryDecoder(value.array(), 5, value.remaining(), null));
    }

    @Test
    void changedRowIsARecordOfItsStreamInTheContractsSchema() throws IOException {
        SourceRecord record = rows.apply(change("u", row(new BigDecimal("12.50")), "limits"));

        assertThat(record.topic()).isEqualTo("limits");
        assertThat(record.kafkaPartition()).isNull();
        assertThat((byte[]) record.key()).isEqualTo("card".getBytes(UTF_8));
        GenericRecord event = event(record);
        assertThat(event.get("name")).hasToString("card");
        assertThat(((ByteBuffer) event.get("amount")).getShort()).isEqualTo((short) 1250);
        assertThat(event.get("since")).isEqualTo(1_000_001L);
    }

    @Test
    void textThatIsAJsonObjectIsARowOfItsTopic() throws IOException {
        rows.configure(Map.of(
                RowsToStreams.STREAMS, STREAMS.replace("public.limits", "lines"), RowsToStreams.KAFKA, "127.0.0.1:1"));
        String line = "{\"name\": \"card\", \"amount\": 12.50, \"unknown\": [1]}";

        SourceRecord record = rows.apply(new SourceRecord(Map.of(), Map.of(), "lines", 0, Schema.STRING_SCHEMA, line));

        assertThat((byte[]) record.key()).isEqualTo("card".getBytes(UTF_8));
        assertThat(((ByteBuffer) event(record).get("amount")).getShort()).isEqualTo((short) 1250);
    }

    @Test
    void textThatIsNoJsonObjectStopsTheSourceWithoutSayingIt() {
        rows.configure(Map.of(
                RowsToStreams.STREAMS, STREAMS.replace("public.limits", "lines"), RowsToStreams.KAFKA, "127.0.0.1:1"));

        assertThatThrownBy(() -> rows.apply(
                        new SourceRecord(Map.of(), Map.of(), "lines", 0, Schema.STRING_SCHEMA, "{\"name\": secret}")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("JSON")
                .hasMessageNotContaining("secret");
    }

    @Test
    void deletedRowIsATombstoneOfItsKey() {
        SourceRecord record = rows.apply(change("d", null, "limits"));

        assertThat((byte[]) record.key()).isEqualTo("card".getBytes(UTF_8));
        assertThat(record.value()).isNull();
    }

    @Test
    void rowThatBreaksARuleIsLeftToReadersToJudge() {
        assertThat(rows.apply(change("c", row(BigDecimal.ONE.setScale(2)), "limits"))
                        .value())
                .isNotNull();
    }

    @Test
    void rowThatDoesNotFitStopsTheSourceAndNamesTheColumnButNotItsValue() {
        assertThatThrownBy(() -> rows.apply(change("c", row(null), "limits")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("public.limits")
                .hasMessageContaining("'amount'")
                .hasMessageNotContaining("card");
    }

    @Test
    void truncatedTableStopsTheSource() {
        assertThatThrownBy(() -> rows.apply(change("t", null, "limits")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("truncated")
                .hasMessageContaining("--snapshot");
    }

    @Test
    void tableWithoutAStreamStopsTheSource() {
        assertThatThrownBy(() -> rows.apply(change("c", row(BigDecimal.TEN.setScale(2)), "others")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("public.others");
    }

    @Test
    void largeValueThatTheDatabaseDidNotSayStopsTheSource() {
        Struct row = row(BigDecimal.TEN.setScale(2)).put("name", ConnectScalar.UNAVAILABLE);

        assertThatThrownBy(() -> rows.apply(change("u", row, "limits")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void heartbeatGoesToTheTopicOfHeartbeats() {
        Schema key =
                SchemaBuilder.struct().field("serverName", Schema.STRING_SCHEMA).build();
        Schema value = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();

        SourceRecord record = rows.apply(new SourceRecord(
                Map.of(),
                Map.of(),
                "__debezium-heartbeat.bank.rules",
                key,
                new Struct(key).put("serverName", "bank.rules"),
                value,
                new Struct(value).put("ts_ms", 1L)));

        assertThat(record.topic()).isEqualTo("weir.connect.heartbeats");
        assertThat((byte[]) record.key()).isEqualTo("bank.rules".getBytes(UTF_8));
    }
}
