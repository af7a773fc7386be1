package dev.weir.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Ready when the broker names itself a member of the cluster, which it does once it takes records. */
record KafkaReadiness(int port) implements Readiness {
    private static final int TIMEOUT_MS = 5_000;

    @Override
    public Optional<String> missing() {
        String address = "127.0.0.1:" + port;
        try (Socket socket = new Socket()) { // Cheaper than a Kafka client, as long as nobody listens.
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        } catch (IOException e) {
            return Optional.of("Nothing listens on " + address + ".");
        }
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        try (Admin admin = Admin.create(settings)) {
            boolean member = !admin.describeCluster()
                    .nodes()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .isEmpty();
            return member ? Optional.empty() : Optional.of("The broker at " + address + " takes no records yet.");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("The broker at " + address + " does not answer (" + e.getMessage() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Interrupted while asking " + address + ".");
        }
    }
}
