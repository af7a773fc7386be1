package dev.weir.stack;

import java.util.List;

/** The TCP ports of the local servers, all on loopback. */
public record Ports(
        int gateway,
        int mqtt,
        int metrics,
        int registry,
        int flink,
        int jobManagerRpc,
        int jobManagerMetrics,
        int taskManagerMetrics,
        int kafka,
        int kafkaController,
        int postgresql,
        int connect) {

    public static final Ports DEFAULT =
            new Ports(7070, 7883, 7090, 7081, 7088, 7089, 7091, 7094, 7092, 7093, 7432, 7083);

    public Ports {
        for (int port : List.of(
                gateway,
                mqtt,
                metrics,
                registry,
                flink,
                jobManagerRpc,
                jobManagerMetrics,
                taskManagerMetrics,
                kafka,
                kafkaController,
                postgresql,
                connect)) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("Port " + port + " is not between 1 and 65535.");
            }
        }
    }

    /** The default ports, all shifted by {@code offset}. */
    public static Ports withOffset(int offset) {
        return new Ports(
                DEFAULT.gateway + offset,
                DEFAULT.mqtt + offset,
                DEFAULT.metrics + offset,
                DEFAULT.registry + offset,
                DEFAULT.flink + offset,
                DEFAULT.jobManagerRpc + offset,
                DEFAULT.jobManagerMetrics + offset,
                DEFAULT.taskManagerMetrics + offset,
                DEFAULT.kafka + offset,
                DEFAULT.kafkaController + offset,
                DEFAULT.postgresql + offset,
                DEFAULT.connect + offset);
    }

    /** How far these ports lie from the default ones. */
    public int offset() {
        return kafka - DEFAULT.kafka;
    }

    /** The ports on which a server listens, its main one first. */
    public List<Integer> of(ServerName server) {
        return switch (server) {
            case POSTGRESQL -> List.of(postgresql);
            case KAFKA -> List.of(kafka, kafkaController);
            case JOB_MANAGER -> List.of(flink, jobManagerRpc, jobManagerMetrics);
            case TASK_MANAGER -> List.of(taskManagerMetrics);
            case REGISTRY -> List.of(registry);
            case GATEWAY -> List.of(gateway, mqtt);
            case CONNECT -> List.of(connect);
            case METRICS -> List.of(metrics);
        };
    }
}
