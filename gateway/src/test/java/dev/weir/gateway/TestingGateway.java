package dev.weir.gateway;

import static org.awaitility.Awaitility.await;

import dev.weir.contract.file.ContractSource;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.gateway.GatewayConfig.Address;
import dev.weir.gateway.access.KeyRing;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Ports;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A gateway in front of a real Kafka and a real registry, all on ports of their own. */
public final class TestingGateway implements AutoCloseable {

    private static final Set<ServerName> SERVERS = Set.of(ServerName.KAFKA, ServerName.REGISTRY);
    private static final Address ANY = new Address("127.0.0.1", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final String kafka;
    private final URI registry;
    private final Gateway gateway;

    private TestingGateway(LocalStack stack, Ports ports) throws Exception {
        this.stack = stack;
        kafka = "127.0.0.1:" + ports.kafka();
        registry = URI.create("http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7");
        gateway = Gateway.open(
                new GatewayConfig(ANY, ANY, null, kafka, registry, Duration.ofSeconds(3), KeyRing.Demand.AS_SET));
    }

    /** @param home of the servers' data */
    public static TestingGateway start(Path home) throws Exception {
        Ports ports = Ports.withOffset(freeOffset());
        LocalStack stack = new LocalStack(StackConfig.of(home, ports.offset(), List.of()));
        stack.up(SERVERS, Progress.SILENT);
        return new TestingGateway(stack, ports);
    }

    /** Bootstrap servers. */
    public String kafka() {
        return kafka;
    }

    public int mqttPort() {
        return gateway.mqttPort();
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    /** By force. */
    public void killKafka() {
        stack.status().stream()
                .filter(server -> server.name().equals(ServerName.KAFKA.id()))
                .forEach(
                        server -> ProcessHandle.of(server.pid().getAsLong()).ifPresent(ProcessHandle::destroyForcibly));
    }

    public void bringBack() throws Exception {
        stack.up(SERVERS, Progress.SILENT);
    }

    /** Puts a contract in force and waits until the gateway takes its events in. */
    public void publish(ContractSource source) throws Exception {
        try (ContractPublisher publisher =
                ContractPublisher.connect(kafka, new HttpSchemaRegistry(RegistryConfig.of(registry)))) {
            publisher.apply(List.of(source));
        }
        String stream = source.contract().name();
        await().atMost(PATIENCE)
                .until(() -> get("/health").statusCode() == 200
                        && get("/streams").body().contains("\"" + stream + "\""));
        // The producer fetches the topic's metadata in the background; until then it says busy, and stores nothing.
        await().atMost(PATIENCE)
                .until(() -> client.send(
                                        HttpRequest.newBuilder(http("/streams/" + stream))
                                                .header("Content-Type", "application/json")
                                                .POST(BodyPublishers.ofString("{\"\":7}"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .statusCode()
                        == 422);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(http(path)).build(), BodyHandlers.ofString());
    }

    /** All records of a topic by {@code partition-offset}. */
    public Map<String, ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.put(record.partition() + "-" + record.offset(), record));
            }
        }
        return records;
    }

    private static int freeOffset() throws IOException {
        for (int offset = 24_500; offset < 50_000; offset += 500) {
            Ports ports = Ports.withOffset(offset);
            if (isFree(ports.kafka()) && isFree(ports.registry()) && isFree(ports.postgresql())) {
                return offset;
            }
        }
        throw new IOException("No free ports for the test's servers");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        gateway.close();
        stack.down();
    }
}
