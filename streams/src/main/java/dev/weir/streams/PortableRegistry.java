package dev.weir.streams;

import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import java.io.Serializable;

/** The way to the registry, travelling with a job to its tasks. */
@FunctionalInterface
public interface PortableRegistry extends Serializable {

    /**
     * A registry for one task that reads or writes this stream.
     *
     * @param wait is told when the task has to wait for it
     */
    SchemaRegistry connect(String stream, RegistryWait wait);

    /** The way over HTTP; it waits when the registry is away. */
    static PortableRegistry of(RegistryConfig config) {
        return new PortableHttpRegistry(config);
    }
}
