package dev.weir.pipeline.query;

import dev.weir.pipeline.NotFoundException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.streams.StreamsConfig;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether Kafka has the topics of a query, asked before it starts: it would only wait for those that aren't there. */
record QueryTopics(StreamsConfig config) {

    private static final int TIMEOUT_MILLIS = 10_000;

    void refuseAbsent(Collection<String> topics)
            throws NotFoundException, ServerUnavailableException, InterruptedException {
        if (topics.isEmpty()) {
            return;
        }
        Properties properties = config.clientProperties();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        Set<String> present;
        try (Admin kafka = Admin.create(properties)) {
            present = kafka.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new ServerUnavailableException(
                    "Kafka at " + config.bootstrapServers() + " can't be reached: "
                            + e.getCause().getMessage(),
                    e);
        }
        List<String> absent = topics.stream()
                .filter(topic -> !present.contains(topic))
                .map(topic -> topic.replace(".dead", "$dead"))
                .sorted()
                .toList();
        if (!absent.isEmpty()) {
            throw new NotFoundException("There is a contract but no topic yet of: " + String.join(", ", absent)
                    + ". 'weir apply' or 'weir run' the project first.");
        }
    }
}
