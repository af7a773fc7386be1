package dev.weir.streams;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the registry, travelling with a job to its tasks. */
public final class PortableRegistry implements Serializable {

    private static final long serialVersionUID = 1;

    private final URI url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Duration timeout;

    public PortableRegistry(RegistryConfig config) {
        this.url = config.url();
        this.user = config.user();
        this.password = config.password();
        this.timeout = config.timeout();
    }

    /** A registry for one task that reads or writes this stream; it waits when the registry is away. */
    public SchemaRegistry connect(String stream) {
        return new PatientRegistry(new HttpSchemaRegistry(new RegistryConfig(url, user, password, timeout)), stream);
    }
}
