package dev.weir.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.TestingContracts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final StreamContract orders = TestingContracts.orders("orders");
    private final StreamContract customers = TestingContracts.customers("customers");

    @Test
    void eventHasTheAskedColumnsInTheirOrderWithTimeAndIdentity() throws Exception {
        RowData arrival = new RecordReader(orders, registry, List.of("amount", "id"), false)
                .read(
                        record(
                                orders,
                                "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":\"2026-01-02T03:04:05Z\",\"note\":null}"));

        RowData event = Arrival.event(arrival, 2);
        assertThat(event.getArity()).isEqualTo(2);
        assertThat(event.getInt(0)).isEqualTo(3);
        assertThat(event.getLong(1)).isEqualTo(7);
        assertThat(Arrival.time(arrival))
                .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
        assertThat(Arrival.id(arrival)).isEqualTo("[\"a\",7]");
        assertThat(arrival.getRowKind()).isEqualTo(RowKind.INSERT);
    }

    @Test
    void ruleIsCheckedEvenIfItsColumnIsNotAskedFor() {
        StreamContract stricter = TestingContracts.avro("""
                stream: orders
                schema: o.avsc
                rules: ["amount > 5"]
                """, orders.schema().text());

        assertThatThrownBy(() -> new RecordReader(stricter, registry, List.of("id"), false)
                        .read(record(orders, "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":0,\"note\":null}")))
                .isInstanceOf(RecordRejectedException.class)
                .hasMessageContaining("amount > 5");
    }

    @Test
    void tombstoneDeletesTheRowOfItsKeyInAnUpsertStream() throws Exception {
        RowData arrival = new RecordReader(customers, registry, List.of("city", "customer"), false)
                .read(record(customers.topic(), "b".getBytes(StandardCharsets.UTF_8), null));

        RowData event = Arrival.event(arrival, 2);
        assertThat(event.getRowKind()).isEqualTo(RowKind.DELETE);
        assertThat(event.isNullAt(0)).isTrue();
        assertThat(event.getString(1)).hasToString("b");
        assertThat(Arrival.time(arrival)).isEqualTo(Arrival.TIMELESS);
    }

    @Test
    void asRevisionsEveryRecordIsAnInsertedRowWithItsOffsetTimeAndWhetherItEndsItsKey() throws Exception {
        RecordReader reader = new RecordReader(customers, registry, List.of("city", "customer"), true);

        RowData ended =
                Arrival.event(reader.read(record(customers.topic(), "b".getBytes(StandardCharsets.UTF_8), null)), 5);

        assertThat(ended.getRowKind()).isEqualTo(RowKind.INSERT);
        assertThat(ended.isNullAt(0)).isTrue();
        assertThat(ended.getString(1)).hasToString("b");
        assertThat(ended.getLong(2)).isEqualTo(12);
        assertThat(ended.getTimestamp(3, 3).getMillisecond()).isEqualTo(ConsumerRecord.NO_TIMESTAMP);
        assertThat(ended.getBoolean(4)).isTrue();
    }

    @Test
    void tombstoneIsDeadInAnAppendStream() {
        assertThatThrownBy(() -> new RecordReader(orders, registry, List.of("id"), false)
                        .read(record(orders.topic(), null, null)))
                .isInstanceOf(RecordRejectedException.class)
                .hasMessageContaining("TOMBSTONE");
    }

    private ConsumerRecord<byte[], byte[]> record(StreamContract contract, String json) throws Exception {
        int id = registry.register(contract.subject(), contract.schema(), Compatibility.NONE)
                .id();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        EncodedEvent event = new JsonEventEncoder(contract, id).encode(bytes, 0, bytes.length);
        return record(contract.topic(), event.key(), event.value());
    }

    @SuppressWarnings("NullAway") // Kafka's records have null keys and values
    private static ConsumerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value) {
        return new ConsumerRecord<>(topic, 0, 12, key, value);
    }
}
