package dev.weir.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Weir gateway, from a copy of the jars that the caller gave. */
record GatewayServer(StackConfig config, StackDirectory directory, String kafka, String registry) implements Server {

    @Override
    public ServerName name() {
        return ServerName.GATEWAY;
    }

    @Override
    public List<String> artifacts() {
        return List.of();
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        Map.of(),
                        new HttpReadiness(URI.create(http() + "/health"), ""),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(20));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        if (config.gatewayClassPath().isEmpty()) {
            throw new ServerFailedException("The gateway's jars are not known; build them: ./mvnw package.");
        }
        List<String> options = new ArrayList<>(List.of(
                "-Xms32m",
                "-Xmx" + config.memory().gatewayHeap() + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(new ServerLogging(directory).options(name().id()));
        JavaCommand.of(directory, name().id())
                .write(
                        options,
                        new JarCopy(directory.servers(), name().id()).of(config.gatewayClassPath()),
                        "dev.weir.gateway.GatewayMain",
                        List.of(
                                "--listen",
                                "127.0.0.1:" + config.ports().gateway(),
                                "--mqtt",
                                "127.0.0.1:" + config.ports().mqtt(),
                                "--kafka",
                                kafka,
                                "--registry",
                                registry));
    }

    @Override
    public String address() {
        return http() + " mqtt://127.0.0.1:" + config.ports().mqtt();
    }

    private String http() {
        return "http://127.0.0.1:" + config.ports().gateway();
    }
}
