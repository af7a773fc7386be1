package dev.weir.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and how the local servers run.
 *
 * @param home the directory of all their data, usually {@code .weir}; made when absent
 * @param gatewayClassPath the jars of the Weir gateway, which it is started from a copy of; empty where it is not started
 * @param capturePlugin the jars of our plug-in for Kafka Connect, which loads a copy of them; empty where no source is captured
 * @param metricsClassPath the same of the endpoint of the pipelines' metrics
 * @param metricsOptions of its virtual machine
 */
public record StackConfig(
        Path home,
        Ports ports,
        Memory memory,
        List<Path> gatewayClassPath,
        List<Path> capturePlugin,
        List<Path> metricsClassPath,
        List<String> metricsOptions,
        PostgresAccount postgresAccount) {

    public StackConfig {
        home = home.toAbsolutePath().normalize();
        gatewayClassPath = List.copyOf(gatewayClassPath);
        capturePlugin = List.copyOf(capturePlugin);
        metricsClassPath = List.copyOf(metricsClassPath);
        metricsOptions = List.copyOf(metricsOptions);
    }

    /** Without change capture and the endpoint of metrics. */
    public static StackConfig of(Path home, int portOffset, List<Path> gatewayClassPath) {
        return of(home, portOffset, gatewayClassPath, List.of(), List.of(), List.of());
    }

    public static StackConfig of(
            Path home,
            int portOffset,
            List<Path> gatewayClassPath,
            List<Path> capturePlugin,
            List<Path> metricsClassPath,
            List<String> metricsOptions) {
        return new StackConfig(
                home,
                Ports.withOffset(portOffset),
                Memory.DEFAULT,
                gatewayClassPath,
                capturePlugin,
                metricsClassPath,
                metricsOptions,
                PostgresAccount.AUTOMATIC);
    }

    public StackConfig withMemory(Memory other) {
        return new StackConfig(
                home, ports, other, gatewayClassPath, capturePlugin, metricsClassPath, metricsOptions, postgresAccount);
    }
}
