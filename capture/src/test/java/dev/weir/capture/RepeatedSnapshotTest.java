package dev.weir.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class RepeatedSnapshotTest {

    /** Topics in memory; fails as often as it is told to. */
    private static final class InMemoryTables implements RepeatedSnapshot.Tables {
        private final Map<String, Set<String>> keys = new TreeMap<>();
        private int failures;

        @Override
        public Set<ByteBuffer> liveKeys(String topic) {
            mayFail();
            return keys.getOrDefault(topic, Set.of()).stream()
                    .map(key -> ByteBuffer.wrap(key.getBytes(UTF_8)))
                    .collect(Collectors.toCollection(HashSet::new));
        }

        @Override
        public void delete(String topic, Set<ByteBuffer> gone) {
            mayFail();
            gone.forEach(
                    key -> keys.get(topic).remove(UTF_8.decode(key.duplicate()).toString()));
        }

        private void mayFail() {
            if (failures-- > 0) {
                throw new RetriableException("Kafka is away");
            }
        }
    }

    private final InMemoryTables tables = new InMemoryTables();
    private final RepeatedSnapshot snapshot = new RepeatedSnapshot(tables, List.of("limits", "others"));

    @Test
    void rowsThatAreGoneSinceTheBrokenOffSnapshotAreDeletedAlsoOfTablesThatAreEmptyNow() {
        tables.keys.put("limits", new HashSet<>(Set.of("card", "old", "older")));
        tables.keys.put("others", new HashSet<>(Set.of("all")));

        snapshot.has("limits", "card".getBytes(UTF_8));
        snapshot.has("limits", "new".getBytes(UTF_8));
        snapshot.end();

        assertThat(tables.keys.get("limits")).containsExactly("card");
        assertThat(tables.keys.get("others")).isEmpty();
    }

    @Test
    void withoutASnapshotNothingIsDeleted() {
        tables.keys.put("limits", new HashSet<>(Set.of("card")));

        snapshot.end();

        assertThat(tables.keys.get("limits")).containsExactly("card");
    }

    @Test
    void whatKafkaRefusedIsDoneWhenTriedAgain() {
        tables.keys.put("limits", new HashSet<>(Set.of("card", "old")));

        tables.failures = 1;
        byte[] card = "card".getBytes(UTF_8);
        assertThatThrownBy(() -> snapshot.has("limits", card)).isInstanceOf(RetriableException.class);
        snapshot.has("limits", card);
        tables.failures = 1;
        assertThatThrownBy(snapshot::end).isInstanceOf(RetriableException.class);
        snapshot.end();

        assertThat(tables.keys.get("limits")).containsExactly("card");
    }
}
