package dev.weir.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.streams.TestingContracts;
import dev.weir.streams.fate.FateRules;
import java.io.IOException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

    private static final FateRules RULES = FateRules.of(TestingContracts.orders("orders"));
    private static final KafkaPartitionSplit NEW = new KafkaPartitionSplit(new TopicPartition("orders", 3), 100);

    private final StreamSplitSerializer serializer = new StreamSplitSerializer();

    private PartitionState restored(KafkaPartitionSplit split, String ledger) throws IOException {
        byte[] bytes = serializer.serialize(split);
        return new PartitionState(serializer.deserialize(serializer.getVersion(), bytes), RULES, ledger);
    }

    @Test
    void ledgerOfAForkFollowsThatOfTheStateUntilItHasSaidSo() throws Exception {
        PartitionState parent = restored(NEW, "plant-local");
        assertThat(parent.fates().follows()).isNull();
        parent.fates().begin(3, 100);
        parent.movedTo(120);

        PartitionState fork = restored(parent.toSplit(), "plant-local_fork1");
        assertThat(fork.fates().follows()).isEqualTo("plant-local");
        assertThat(fork.toSplit().getStartingOffset()).isEqualTo(120);

        // A crash before the first entry.
        fork = restored(fork.toSplit(), "plant-local_fork1");
        assertThat(fork.fates().follows()).isEqualTo("plant-local");
        fork.fates().begin(3, 120);

        fork = restored(fork.toSplit(), "plant-local_fork1");
        assertThat(fork.fates().follows()).isNull();
        assertThat(restored(fork.toSplit(), "plant-local_fork2").fates().follows())
                .isEqualTo("plant-local_fork1");
        assertThat(restored(parent.toSplit(), "plant-local").fates().follows()).isNull();
    }

    @Test
    void stateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(1, new byte[4]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has version 1");
    }
}
