package dev.weir.contract.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest extends SchemaRegistryContract {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Override
    SchemaRegistry registry() {
        return registry;
    }

    @Test
    void unavailableMeansThatNothingIsAnswered() {
        registry.setAvailable(false);

        assertThatThrownBy(() -> registry.find(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.versions("x")).isInstanceOf(RegistryUnavailableException.class);
    }
}
