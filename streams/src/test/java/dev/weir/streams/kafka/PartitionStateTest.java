package dev.weir.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.streams.TestingContracts;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.judge.Shown;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

    private static final KafkaPartitionSplit NEW = new KafkaPartitionSplit(new TopicPartition("orders", 3), 100);

    private final StreamSplitSerializer serializer = new StreamSplitSerializer();

    private PartitionState restored(KafkaPartitionSplit split, String ledger) throws IOException {
        byte[] bytes = serializer.serialize(split);
        Reading reading = new Reading(
                TestingContracts.orders("orders"),
                (stream, wait) -> new InMemorySchemaRegistry(),
                List.of("id"),
                AddedColumns.NONE,
                Set.of(Shown.ON_TIME),
                List.of(),
                TypeInformation.of(RowData.class),
                ledger);
        return new PartitionState(serializer.deserialize(serializer.getVersion(), bytes), reading);
    }

    @Test
    void ledgerOfAForkFollowsThatOfTheStateUntilItHasSaidSo() throws Exception {
        PartitionState parent = restored(NEW, "plant-local");
        assertThat(parent.judged().fates().follows()).isNull();
        parent.judged().fates().begin(3, 100);
        parent.movedTo(120);

        PartitionState fork = restored(parent.toSplit(), "plant-local_fork1");
        assertThat(fork.judged().fates().follows()).isEqualTo("plant-local");
        assertThat(fork.toSplit().getStartingOffset()).isEqualTo(120);

        // A crash before the first entry.
        fork = restored(fork.toSplit(), "plant-local_fork1");
        assertThat(fork.judged().fates().follows()).isEqualTo("plant-local");
        fork.judged().fates().begin(3, 120);

        fork = restored(fork.toSplit(), "plant-local_fork1");
        assertThat(fork.judged().fates().follows()).isNull();
        assertThat(restored(fork.toSplit(), "plant-local_fork2")
                        .judged()
                        .fates()
                        .follows())
                .isEqualTo("plant-local_fork1");
        assertThat(restored(parent.toSplit(), "plant-local").judged().fates().follows())
                .isNull();
    }

    /** Flink keeps the splits that it restored as long as it reads them. */
    @Test
    void restoredSplitDoesNotKeepTheStateThatIsReadFromIt() throws Exception {
        byte[] written = serializer.serialize(restored(NEW, "plant-local").toSplit());
        StreamSplit saved = (StreamSplit) serializer.deserialize(serializer.getVersion(), written);

        assertThat(saved.take()).isNotEmpty();
        assertThatThrownBy(saved::take).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(1, new byte[4]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has version 1");
    }
}
