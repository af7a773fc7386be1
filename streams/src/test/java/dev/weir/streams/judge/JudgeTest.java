package dev.weir.streams.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.fate.PartitionFates;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
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
    private final JudgedPartition partition = reading.partition();
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
