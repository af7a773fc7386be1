package dev.weir.stack;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Wires the servers together. */
final class Servers {

    private Servers() {}

    static Map<ServerName, Server> all(StackConfig config, StackDirectory directory) {
        Versions versions = Versions.load();
        FlinkCluster flink = new FlinkCluster(config, directory, versions);
        PostgresServer postgresql = new PostgresServer(config, directory, versions);
        KafkaServer kafka = new KafkaServer(config, directory, versions);
        RegistryServer registry = new RegistryServer(config, directory, versions, postgresql);
        Map<ServerName, Server> servers = new EnumMap<>(ServerName.class);
        for (Server server : List.of(
                postgresql,
                kafka,
                registry,
                new JobManagerServer(config, directory, flink),
                new TaskManagerServer(config, directory, flink),
                new GatewayServer(config, directory, kafka.address(), registry.address()),
                new ConnectServer(config, directory, versions),
                new MetricsServer(config, directory))) {
            servers.put(server.name(), server);
        }
        return servers;
    }
}
