package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One Kafka broker that is its own controller. */
record KafkaServer(StackConfig config, StackDirectory directory, Versions versions) implements Server {
    private static final int CLUSTER_ID_BYTES = 16;

    @Override
    public ServerName name() {
        return ServerName.KAFKA;
    }

    @Override
    public List<String> artifacts() {
        return List.of(
                "org.apache.kafka:kafka_2.13:" + versions.kafka(),
                "org.slf4j:slf4j-api:" + versions.slf4j(),
                "org.apache.logging.log4j:log4j-slf4j2-impl:" + versions.log4j(),
                "org.apache.logging.log4j:log4j-core:" + versions.log4j(),
                "org.apache.logging.log4j:log4j-api:" + versions.log4j());
    }

    @Override
    public ManagedProcess process() {
        return JavaCommand.of(directory, name().id())
                .process(
                        directory.home(),
                        Map.of(),
                        new KafkaReadiness(config.ports().kafka()),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(30));
    }

    @Override
    public void prepare(List<Path> artifacts) throws IOException {
        Path data = directory.data(name().id());
        StackDirectory.create(data, "rwx------");
        Path settings = directory.run().resolve("kafka.properties");
        Files.writeString(settings, settings(data));
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(artifacts, settings);
        }
        List<String> options = new ArrayList<>(List.of(
                "-Xms128m",
                "-Xmx" + config.memory().kafkaHeap() + "m",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true"));
        options.addAll(new ServerLogging(directory).options(name().id()));
        JavaCommand.of(directory, name().id()).write(options, artifacts, "kafka.Kafka", List.of(settings.toString()));
    }

    /** Gives the empty directory its cluster id; {@code meta.properties} is what it writes last. */
    private void format(List<Path> artifacts, Path settings) throws IOException {
        byte[] id = new byte[CLUSTER_ID_BYTES];
        new SecureRandom().nextBytes(id);
        id[0] &= 0x7f; // An id that begins with '-' would look like an option.
        JavaCommand java = JavaCommand.of(directory, "kafka-format");
        java.write(
                List.of("-XX:TieredStopAtLevel=1", "-Dlog4j2.level=ERROR"),
                artifacts,
                "kafka.tools.StorageTool",
                List.of(
                        "format",
                        "--ignore-formatted",
                        "--cluster-id",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                        "--config",
                        settings.toString()));
        Commands.run("Kafka's storage can't be formatted", java.command(), directory.output("kafka-format"));
    }

    private String settings(Path data) {
        String broker = "127.0.0.1:" + config.ports().kafka();
        String controller = "127.0.0.1:" + config.ports().kafkaController();
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%2$s
                listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s
                advertised.listeners=PLAINTEXT://%1$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%3$s

                # One broker: nothing to copy to. Few partitions: quick to start.
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1

                # Topics are made from contracts only.
                auto.create.topics.enable=false
                # Room for one event of the gateway's greatest size and its headers.
                message.max.bytes=2097152

                # An outage of a job may last as long as this without losing what it has not yet committed.
                transaction.max.timeout.ms=3600000
                # After a kill the old broker's session must end before the new one is let in.
                broker.session.timeout.ms=2000
                broker.heartbeat.interval.ms=500
                broker.heartbeat.interval.ms=500
                controlled.shutdown.enable=true
                group.initial.rebalance.delay.ms=0

                num.network.threads=2
                num.io.threads=4
                background.threads=4
                num.recovery.threads.per.data.dir=2
                log.cleaner.dedupe.buffer.size=16777216
                """.formatted(broker, controller, data.toString().replace("\\", "\\\\"));
    }

    @Override
    public String address() {
        return "127.0.0.1:" + config.ports().kafka();
    }
}
