package dev.weir.pipeline.source;

import dev.weir.pipeline.job.ServerUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic into which sources write that they are alive, so that they remember how far a quiet database was read. */
final class Heartbeats {

    private Heartbeats() {}

    static void createTopic(String kafka) throws ServerUnavailableException {
        NewTopic topic = new NewTopic(ConnectorSettings.HEARTBEATS, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ServerUnavailableException(
                        "Kafka at " + kafka + " didn't make the topic " + ConnectorSettings.HEARTBEATS + ": "
                                + e.getCause().getMessage(),
                        e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while making a topic", e);
        }
    }
}
