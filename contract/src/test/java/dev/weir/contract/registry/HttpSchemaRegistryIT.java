package dev.weir.contract.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against a real registry, given by {@code -Dweir.test.registry=<url>}. */
@EnabledIfSystemProperty(named = "weir.test.registry", matches = "http.*")
class HttpSchemaRegistryIT extends SchemaRegistryContract {

    private final HttpSchemaRegistry registry =
            new HttpSchemaRegistry(RegistryConfig.of(URI.create(System.getProperty("weir.test.registry"))));

    @Override
    SchemaRegistry registry() {
        return registry;
    }

    @Test
    void registryItselfRefusesWhatIsIncompatible() throws Exception {
        String subject = "weir-test-" + java.util.UUID.randomUUID() + "-value";
        registry.register(subject, avro("{\"name\":\"a\",\"type\":\"int\"}"), Compatibility.BACKWARD_TRANSITIVE);

        assertThatThrownBy(() -> registry.register(
                        subject, avro("{\"name\":\"b\",\"type\":\"int\"}"), Compatibility.BACKWARD_TRANSITIVE))
                .isInstanceOf(RegistryConflictException.class);
    }
}
