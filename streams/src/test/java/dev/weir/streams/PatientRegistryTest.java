package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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

    private final RegistryWait wait = new RegistryWait();
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void waitsUntilTheRegistryIsBack() throws Exception {
        StreamContract orders = TestingContracts.orders("orders");
        registry.register(orders.subject(), orders.schema(), Compatibility.NONE);
        registry.setAvailable(false);
        SchemaRegistry patient = new PatientRegistry(registry, "orders", wait, Duration.ofSeconds(30));
        CompletableFuture<Boolean> found = CompletableFuture.supplyAsync(() -> {
            try {
                return patient.find(1).isPresent();
            } catch (RegistryUnavailableException e) {
                return false;
            }
        });

        await().until(() -> wait.seconds() > 0);
        registry.setAvailable(true);

        assertThat(found.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(wait.seconds()).isZero();
    }

    @Test
    void givesUpWithWhoWaitedAndWhatToDo() {
        registry.setAvailable(false);
        SchemaRegistry patient = new PatientRegistry(registry, "orders", wait, Duration.ofMillis(150));

        assertThatThrownBy(() -> patient.find(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("Stream 'orders' waited")
                .hasMessageContaining("Bring the registry back");
    }
}
