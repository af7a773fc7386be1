package dev.weir.streams.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.Heartbeat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.PartitionFates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final StreamContract orders = TestingContracts.orders("orders");
    private final StreamContract customers = TestingContracts.customers("customers");

    @Test
    void eventHasTheAskedColumnsInTheirOrderWithTimeAndIdentity() throws Exception {
        Batch batch = read(
                orders,
                List.of("amount", "id"),
                record(
                        orders,
                        "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":\"2026-01-02T03:04:05Z\",\"note\":null}"));

        assertThat(batch.kind(0)).isEqualTo(Batch.Kind.EVENT);
        RowData event = new EventRows(orders, List.of("amount", "id"), AddedColumns.NONE).row(batch, 0, Fate.ON_TIME);
        assertThat(event.getArity()).isEqualTo(2);
        assertThat(event.getInt(0)).isEqualTo(3);
        assertThat(event.getLong(1)).isEqualTo(7);
        assertThat(batch.time(0))
                .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
        Identities identities =
                new Identities(orders.schema().fields(), orders.identity(), read(orders, List.of("amount", "id")));
        identities.show(batch.columns(), new int[] {0}, 1);
        assertThat(new String(identities.bytes(), identities.start(0), identities.length(0), StandardCharsets.UTF_8))
                .isEqualTo("[\"a\",7]");
        assertThat(event.getRowKind()).isEqualTo(RowKind.INSERT);
        assertThat(batch.offset(0)).isEqualTo(12);
        assertThat(batch.to()).isEqualTo(13);
    }

    @Test
    void ruleIsCheckedEvenIfItsColumnIsNotAskedFor() throws Exception {
        StreamContract stricter = TestingContracts.avro("""
                stream: orders
                schema: o.avsc
                rules: ["amount > 5"]
                """, orders.schema().text());

        RowData dead =
                dead(stricter, record(orders, "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":0,\"note\":null}"));

        assertThat(DeadLetters.reason(dead)).isEqualTo("RULE");
        assertThat(dead.getString(6)).asString().contains("amount > 5");
    }

    @Test
    void eventIsDeadIfItIsDatedFurtherAheadOfTheBrokersClockThanTheContractAllows() throws Exception {
        long appendTime = Instant.parse("2026-01-02T03:00:00Z").toEpochMilli();

        assertThat(read(orders, List.of("id"), placed(appendTime + 300_000, appendTime))
                        .kind(0))
                .isEqualTo(Batch.Kind.EVENT);
        RowData dead = dead(orders, placed(appendTime + 300_001, appendTime));
        assertThat(DeadLetters.reason(dead)).isEqualTo("FUTURE");
        assertThat(dead.getString(6)).hasToString("an event time at most 5m after the broker took the event");
    }

    @Test
    void recordInAnotherPartitionThanItsKeysIsMisplaced() throws Exception {
        ConsumerRecord<byte[], byte[]> record = placed(0, 0);
        int partition = Utils.toPositive(Utils.murmur2(record.key())) % orders.partitions();

        assertThat(misplaced(record, partition, record.key())).isZero();
        assertThat(misplaced(record, (partition + 1) % orders.partitions(), record.key()))
                .isOne();
        assertThat(misplaced(record, partition, null)).isOne();
    }

    @Test
    void partitionOfAKeyIsKafkas() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] array = new byte[40];
            random.nextBytes(array);
            int start = random.nextInt(10);
            int length = random.nextInt(30);
            byte[] key = Arrays.copyOfRange(array, start, start + length);
            assertThat(KeyPartition.of(array, start, length, 7)).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 7);
        }
    }

    @SuppressWarnings("NullAway") // Kafka's records have null keys
    private int misplaced(ConsumerRecord<byte[], byte[]> record, int partition, byte[] key) throws Exception {
        return read(
                        orders,
                        List.of("id"),
                        new ConsumerRecord<>(record.topic(), partition, record.offset(), key, record.value()))
                .misplaced();
    }

    @Test
    void tombstoneDeletesTheRowOfItsKeyInAnUpsertStream() throws Exception {
        Batch batch = read(
                customers,
                List.of("city", "customer"),
                record(customers.topic(), "b".getBytes(StandardCharsets.UTF_8), null));

        RowData event = batch.other(0);
        assertThat(event.getRowKind()).isEqualTo(RowKind.DELETE);
        assertThat(event.isNullAt(0)).isTrue();
        assertThat(event.getString(1)).hasToString("b");
        assertThat(batch.kind(0)).isEqualTo(Batch.Kind.TIMELESS);
    }

    @Test
    void asRevisionsEveryRecordIsAnInsertedRowWithItsOffsetTimeAndWhetherItEndsItsKey() throws Exception {
        List<String> columns = List.of("city", "customer");
        RecordReader reader =
                new RecordReader(customers, registry, columns, read(customers, columns), AddedColumns.REVISION);

        Batch batch = reader.batch(0, 0, 1);
        reader.readArrays(record(customers.topic(), "b".getBytes(StandardCharsets.UTF_8), null), batch);
        RowData ended = new EventRows(customers, columns, AddedColumns.REVISION).row(batch, 0, Fate.ON_TIME);

        assertThat(ended.getRowKind()).isEqualTo(RowKind.INSERT);
        assertThat(ended.isNullAt(0)).isTrue();
        assertThat(ended.getString(1)).hasToString("b");
        assertThat(ended.getLong(2)).isEqualTo(12);
        assertThat(ended.getTimestamp(3, 3).getMillisecond()).isEqualTo(ConsumerRecord.NO_TIMESTAMP);
        assertThat(ended.getBoolean(4)).isTrue();
        assertThat(ended.getInt(5)).isZero();
    }

    @Test
    void positionSaysWhereARecordIs() throws Exception {
        List<String> columns = List.of("id");
        RecordReader reader = new RecordReader(orders, registry, columns, read(orders, columns), AddedColumns.POSITION);

        Batch batch = reader.batch(3, 0, 1);
        reader.readArrays(
                record(
                        orders,
                        "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":\"2026-01-02T03:04:05Z\",\"note\":null}"),
                batch);
        RowData row = new EventRows(orders, columns, AddedColumns.POSITION).row(batch, 0, Fate.LATE);

        assertThat(row.getRowKind()).isEqualTo(RowKind.INSERT);
        assertThat(row.getTimestamp(1, 3).getMillisecond()).isEqualTo(ConsumerRecord.NO_TIMESTAMP);
        assertThat(row.getInt(2)).isEqualTo(3);
        assertThat(row.getLong(3)).isEqualTo(12);
    }

    @Test
    void tombstoneIsDeadInAnAppendStream() throws Exception {
        assertThat(DeadLetters.reason(dead(orders, record(orders.topic(), null, null))))
                .isEqualTo("TOMBSTONE");
    }

    @Test
    void heartbeatIsNoEventAndInNoWrongPartition() throws Exception {
        long time = Instant.parse("2026-01-02T03:00:00Z").toEpochMilli();
        Batch batch = read(orders, List.of("id"), heartbeat(time, time, null, null));

        assertThat(batch.kind(0)).isEqualTo(Batch.Kind.HEARTBEAT);
        assertThat(batch.heartbeatTime(0)).isEqualTo(time);
        assertThat(batch.events()).isZero();
        assertThat(batch.misplaced()).isZero();
        assertThat(batch.to()).isEqualTo(13);
    }

    @Test
    void heartbeatSaysNothingIfItIsFurtherAheadThanAnEventMayBeOrTheStreamHasNoTime() throws Exception {
        long time = Instant.parse("2026-01-02T03:00:00Z").toEpochMilli();
        assertThat(heartbeatTime(orders, time + 300_000, time)).isEqualTo(time + 300_000);
        assertThat(heartbeatTime(orders, time + 300_001, time)).isEqualTo(PartitionFates.NO_TIME);
        assertThat(heartbeatTime(orders, -62_135_596_800_001L, time)).isEqualTo(PartitionFates.NO_TIME);
        assertThat(heartbeatTime(customers, time, time)).isEqualTo(PartitionFates.NO_TIME);
    }

    private long heartbeatTime(StreamContract contract, long time, long appendTime) throws Exception {
        Batch batch = read(contract, List.of("customer"), heartbeat(time, appendTime, null, null));
        assertThat(batch.kind(0)).isEqualTo(Batch.Kind.HEARTBEAT);
        return batch.heartbeatTime(0);
    }

    @Test
    void recordWithAKeyOrAValueIsNoHeartbeat() throws Exception {
        byte[] some = {1};

        assertThat(DeadLetters.reason(dead(orders, heartbeat(0, 0, some, null))))
                .isEqualTo("TOMBSTONE");
        assertThat(DeadLetters.reason(dead(orders, heartbeat(0, 0, null, some))))
                .isEqualTo("MALFORMED");
    }

    private static ConsumerRecord<byte[], byte[]> heartbeat(
            long time, long appendTime, byte @Nullable [] key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> sent = Heartbeat.record("orders", 0, time);
        return new ConsumerRecord<>(
                "orders",
                0,
                12,
                appendTime,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                sent.headers(),
                Optional.empty());
    }

    private RowData dead(StreamContract contract, ConsumerRecord<byte[], byte[]> record) throws Exception {
        Batch batch = read(contract, List.of("id"), record);
        assertThat(batch.kind(0)).isEqualTo(Batch.Kind.DEAD);
        return batch.other(0);
    }

    private Batch read(StreamContract contract, List<String> columns, ConsumerRecord<byte[], byte[]> record)
            throws Exception {
        RecordReader reader = new RecordReader(contract, registry, columns, read(contract, columns), AddedColumns.NONE);
        Batch batch = reader.batch(record.partition(), record.offset(), 1);
        reader.readArrays(record, batch);
        assertThat(batch.size()).isOne();
        return batch;
    }

    private static List<String> read(StreamContract contract, List<String> columns) {
        Set<String> read = new LinkedHashSet<>(columns);
        read.addAll(RecordReader.judgedColumns(contract));
        return List.copyOf(read);
    }

    private ConsumerRecord<byte[], byte[]> placed(long time, long appendTime) throws Exception {
        ConsumerRecord<byte[], byte[]> record = record(
                orders,
                "{\"id\":7,\"customer\":\"a\",\"amount\":3,\"placed\":\"" + Instant.ofEpochMilli(time)
                        + "\",\"note\":null}");
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                appendTime,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(),
                Optional.empty());
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
