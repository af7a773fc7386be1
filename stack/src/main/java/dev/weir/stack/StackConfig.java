package dev.weir.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and how the local servers run.
 *
 * @param home the directory of all their data, usually {@code .weir}; made when absent
 * @param gatewayClassPath the jars of the Weir gateway, which it is started from a copy of; empty where it is not started
 */
public record StackConfig(
        Path home, Ports ports, Memory memory, List<Path> gatewayClassPath, PostgresAccount postgresAccount) {

    public StackConfig {
        home = home.toAbsolutePath().normalize();
        gatewayClassPath = List.copyOf(gatewayClassPath);
    }

    public static StackConfig of(Path home, int portOffset, List<Path> gatewayClassPath) {
        return new StackConfig(
                home, Ports.withOffset(portOffset), Memory.DEFAULT, gatewayClassPath, PostgresAccount.AUTOMATIC);
    }
}
