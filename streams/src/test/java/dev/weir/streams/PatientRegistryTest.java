package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatientRegistryTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void waitsUntilTheRegistryIsBack() throws Exception {
        StreamContract orders = TestingContracts.orders("orders");
        registry.register(orders.subject(), orders.schema(), Compatibility.NONE);
        registry.setAvailable(false);
        SchemaRegistry patient = new PatientRegistry(registry, "orders", Duration.ofSeconds(30));
        CompletableFuture<Boolean> found = CompletableFuture.supplyAsync(() -> {
            try {
                return patient.find(1).isPresent();
            } catch (RegistryUnavailableException e) {
                return false;
            }
        });

        registry.setAvailable(true);

        assertThat(found.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpWithWhoWaitedAndWhatToDo() {
        registry.setAvailable(false);
        SchemaRegistry patient = new PatientRegistry(registry, "orders", Duration.ofMillis(150));

        assertThatThrownBy(() -> patient.find(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("Stream 'orders' waited")
                .hasMessageContaining("Bring the registry back");
    }
}
