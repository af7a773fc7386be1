package dev.weir.streams.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.rollup.RollupSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final int HEARTBEATS = 21;

    private final List<RowData> rows = new ArrayList<>();
    private final List<Long> watermarks = new ArrayList<>();
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    /** Of a disorder of 5 s. */
    private final Reading reading = new Reading(
            TestingContracts.orders("orders"),
            (stream, wait) -> registry,
            List.of("id"),
            AddedColumns.NONE,
            Set.of(Shown.ON_TIME),
            List.of(),
            TypeInformation.of(RowData.class),
            "plant");

    private final Judge judge = new Judge(new UnregisteredMetricsGroup(), reading);
    private final JudgedPartition partition = reading.partition(0);
    private final RecordReader reader = reading.open(new RegistryWait());

    @Test
    void firstHeartbeatOfAPartitionThatNeverHadAnEventMovesItsTime() {
        Batch batch = reader.batch(1, 0, 1);
        batch.addHeartbeat(0, 20_000, 20_000);

        judge.judge(batch, partition, new Output());

        assertThat(watermarks).containsExactly(14_999L);
        assertThat(rows).singleElement().satisfies(row -> {
            RowData entry = Judged.range(row).entry("p", "orders", 1);
            assertThat(entry.getLong(HEARTBEATS)).isOne();
            assertThat(entry.getLong(4)).isZero();
            assertThat(entry.getLong(5)).isOne();
            assertThat(entry.isNullAt(13)).isTrue();
        });
    }

    @Test
    void heartbeatThatSaysNothingIsCountedAndMovesNothing() {
        Batch batch = reader.batch(1, 0, 1);
        batch.addHeartbeat(0, 20_000, PartitionFates.NO_TIME);

        judge.judge(batch, partition, new Output());

        assertThat(watermarks).isEmpty();
        assertThat(rows)
                .extracting(row -> Judged.range(row).entry("p", "orders", 1).getLong(HEARTBEATS))
                .containsExactly(1L);
    }

    /** Their groups are the producers, which are remembered for 10 s: windows of an hour have to hold them. */
    @Test
    void windowsKeepTheirProducersWhenTheseAreForgotten() throws Exception {
        Meters meters = new Meters();
        for (int minute = 0; minute <= 121; minute++) {
            meters.read(minute);
        }

        assertThat(meters.windows).hasSize(120 * 100);
        assertThat(meters.windows.values()).containsOnly(2L);
        assertThat(meters.partition.fates().remembered()).isLessThan(9_000);
    }

    /** Each minute a hundred meters that are never heard of again say two things, and then the partition is restored. */
    private final class Meters {

        private static final String SCHEMA = """
                {"type": "record", "name": "Meter", "fields": [{"name": "id", "type": "string"}, {"name": "seq", "type": "long"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";

        final Map<String, Long> windows = new HashMap<>();
        private final Reading reading;
        private final Judge judge;
        private final RecordReader reader;
        private final int schema;
        JudgedPartition partition;
        private long offset;

        Meters() throws Exception {
            StreamContract contract = TestingContracts.avro("""
                    stream: meters
                    schema: meters.avsc
                    key: id
                    time: { field: at, disorder: 1s }
                    identity: { producer: id, sequence: seq, within: 10s }
                    partitions: 1
                    """, SCHEMA);
            schema = registry.register(contract.subject(), contract.schema(), contract.compatibility())
                    .id();
            RollupSpec hours = new RollupSpec(
                    "hours",
                    new RollupSpec.Windows(RollupSpec.Shape.TUMBLE, 3_600_000, 3_600_000, 0),
                    List.of("id"),
                    null,
                    List.of(new RollupSpec.Aggregate(RollupSpec.Function.COUNT, null, null)),
                    0);
            reading = new Reading(
                    contract,
                    (stream, wait) -> registry,
                    List.of(),
                    AddedColumns.NONE,
                    Set.of(),
                    List.of(hours),
                    TypeInformation.of(RowData.class),
                    "plant");
            judge = new Judge(new UnregisteredMetricsGroup(), reading);
            reader = reading.open(new RegistryWait());
            partition = reading.partition(0);
        }

        void read(int minute) throws Exception {
            Batch batch = reader.batch(0, offset, 200);
            for (int i = 0; i < 200; i++) {
                reader.readArrays(record("m" + (100 * minute + i % 100), i / 100, 60_000L * minute + i), batch);
            }
            rows.clear();
            judge.judge(batch, partition, new Output());
            rows.stream()
                    .filter(row -> !Judged.isRange(row))
                    .map(row -> Judged.rollup(row, 0, 6))
                    .forEach(row ->
                            windows.merge(row.getString(0) + " " + row.getTimestamp(1, 3), row.getLong(4), Long::sum));
            partition = reading.partition(0, partition.toBytes());
        }

        private ConsumerRecord<byte[], byte[]> record(String id, long sequence, long at) throws IOException {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            value.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schema).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(value, null);
            encoder.writeString(id);
            encoder.writeLong(sequence);
            encoder.writeLong(at);
            encoder.flush();
            byte[] key = id.getBytes(StandardCharsets.UTF_8);
            return new ConsumerRecord<>("meters", 0, offset++, key, value.toByteArray());
        }
    }

    private final class Output implements SourceOutput<RowData> {

        @Override
        public void collect(RowData row) {
            rows.add(row);
        }

        @Override
        public void collect(RowData row, long timestamp) {
            rows.add(row);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }
}
