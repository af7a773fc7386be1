package dev.weir.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.gateway.http.Door;
import dev.weir.gateway.log.InMemoryEventLog;
import org.junit.jupiter.api.Test;

class StreamUpdatesTest {

    private final StreamDirectory directory = new StreamDirectory();
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final StreamUpdates updates = new StreamUpdates(directory, registry, new InMemoryEventLog());
    private final StreamContract orders = Door.contract("orders", Mode.APPEND, null);

    @Test
    void streamIsServedAtOnceAndJudgesOlderVersionsOnceTheRegistryTold() throws Exception {
        int id = registry.register(orders.subject(), orders.schema(), Compatibility.NONE)
                .id();
        registry.setAvailable(false);

        updates.inForce(orders, 1, id);

        assertThat(updates.askRegistry()).isFalse();
        assertThat(directory.find("orders").canJudge(id)).isTrue();
        assertThat(directory.find("orders").canJudge(id + 1)).isFalse();

        registry.setAvailable(true);

        assertThat(updates.askRegistry()).isTrue();
        assertThat(directory.find("orders").canJudge(id + 1)).isTrue();
    }

    @Test
    void newVersionTakesThePlaceOfTheOldAndARemovedStreamIsGone() {
        updates.inForce(orders, 1, 1);
        updates.inForce(orders, 2, 1);
        assertThat(directory.find("orders").version()).isEqualTo(2);

        updates.removed("orders");

        assertThat(directory.find("orders")).isNull();
        assertThat(updates.askRegistry()).isTrue();
        assertThat(directory.find("orders")).isNull();
    }

    @Test
    void directoryIsCompleteOnlyWhenTheContractsAreRead() {
        assertThat(directory.complete()).isFalse();

        updates.caughtUp();

        assertThat(directory.complete()).isTrue();
    }
}
