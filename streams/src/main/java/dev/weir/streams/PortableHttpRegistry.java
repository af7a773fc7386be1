package dev.weir.streams;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A registry's address and credentials. */
final class PortableHttpRegistry implements PortableRegistry {

    private static final long serialVersionUID = 1;

    private final URI url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Duration timeout;

    PortableHttpRegistry(RegistryConfig config) {
        this.url = config.url();
        this.user = config.user();
        this.password = config.password();
        this.timeout = config.timeout();
    }

    @Override
    public SchemaRegistry connect(String stream, RegistryWait wait) {
        return new PatientRegistry(
                new HttpSchemaRegistry(new RegistryConfig(url, user, password, timeout)), stream, wait);
    }
}
