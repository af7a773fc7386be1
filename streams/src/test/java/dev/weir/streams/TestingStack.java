package dev.weir.streams;

import dev.weir.contract.registry.RegistryConfig;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Ports;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Kafka and the registry as the local stack starts them, once for all tests of this JVM. */
public final class TestingStack implements BeforeAllCallback {

    private static final int PORT_OFFSET = 4000;
    private static final Ports PORTS = Ports.withOffset(PORT_OFFSET);
    private static final Set<ServerName> SERVERS = Set.of(ServerName.KAFKA, ServerName.REGISTRY);

    private record Running(LocalStack stack) implements AutoCloseable {
        @Override
        public void close() {
            stack.down();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, unused -> start(), Running.class);
    }

    private static Running start() {
        Path home = Path.of("target", "weir-it");
        LocalStack stack = new LocalStack(StackConfig.of(home, PORT_OFFSET, List.of()));
        stack.down();
        clear(home);
        stack.up(SERVERS, Progress.SILENT);
        return new Running(stack);
    }

    /** Streams begin empty; what was fetched is kept. */
    private static void clear(Path home) {
        try {
            for (String directory : List.of("data", "secrets", "run")) {
                FileUtils.deleteDirectory(home.resolve(directory).toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data of an earlier test run can't be deleted", e);
        }
    }

    public static String bootstrapServers() {
        return "127.0.0.1:" + PORTS.kafka();
    }

    public static RegistryConfig registry() {
        return RegistryConfig.of(URI.create("http://127.0.0.1:" + PORTS.registry() + "/apis/ccompat/v7"));
    }
}
