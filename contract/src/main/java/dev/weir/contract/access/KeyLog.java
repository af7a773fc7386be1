package dev.weir.contract.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.publish.CompactedTopic;
import dev.weir.contract.publish.CompactedTopicWriter;
import dev.weir.contract.publish.KafkaUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys in force and whether one is needed, followed as they change. They stand in the compacted topic
 * {@value #TOPIC}: a record per key under its id, and one under {@code policy}.
 *
 * <p>One thread polls and closes.
 */
public final class KeyLog implements AutoCloseable {

    public static final String TOPIC = "weir.keys";

    private static final Logger LOG = LoggerFactory.getLogger(KeyLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "policy";

    private final CompactedTopic topic;
    private final SortedMap<String, ApiKey> keys = new TreeMap<>();
    private boolean required;

    private KeyLog(Map<String, ?> kafka) throws KafkaUnavailableException {
        topic = CompactedTopic.follow(kafka, TOPIC, this::apply);
    }

    /** Reads the log up to its present end. Makes the topic if it isn't there. */
    public static KeyLog follow(String bootstrapServers) throws KafkaUnavailableException {
        return new KeyLog(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** A writer into the log. */
    public static CompactedTopicWriter writer(String bootstrapServers) {
        return new CompactedTopicWriter(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), TOPIC);
    }

    /** By id. */
    public Map<String, ApiKey> keys() {
        return Map.copyOf(keys);
    }

    /** Whether nobody may send events without a key. */
    public boolean required() {
        return required;
    }

    /**
     * Takes in what was written since, waiting for at most {@code timeout}.
     *
     * @return whether something may have changed
     */
    public boolean poll(Duration timeout) {
        return topic.poll(timeout);
    }

    public static void put(CompactedTopicWriter log, ApiKey key) throws KafkaUnavailableException {
        ObjectNode json = JSON.createObjectNode()
                .put("name", key.name())
                .put("hash", key.hash())
                .put("created", key.created().toString());
        key.streams().forEach(json.putArray("streams")::add);
        if (!key.topics().isEmpty()) {
            ArrayNode topics = json.putArray("topics");
            key.topics().forEach(topic -> topics.add(topic.text()));
        }
        if (key.eventsPerSecond() != null) {
            json.put("eventsPerSecond", key.eventsPerSecond());
        }
        log.write(key.id(), json.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static void revoke(CompactedTopicWriter log, String id) throws KafkaUnavailableException {
        log.write(id, null);
    }

    public static void require(CompactedTopicWriter log, boolean required) throws KafkaUnavailableException {
        log.write(
                POLICY,
                JSON.createObjectNode().put("required", required).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What can't be read closes: its key opens nothing, and a policy asks for keys. */
    private void apply(String id, byte @Nullable [] value, long offset) {
        if (!id.equals(POLICY)) {
            keys.remove(id);
        }
        try {
            if (id.equals(POLICY)) {
                required =
                        value != null && JSON.readTree(value).path("required").asBoolean(true);
            } else if (value != null) {
                keys.put(id, read(id, JSON.readTree(value)));
            }
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            required |= id.equals(POLICY);
            LOG.error("A record of the API keys can't be read topic={} offset={}", TOPIC, offset, e);
        }
    }

    private static ApiKey read(String id, JsonNode json) {
        List<String> streams = new ArrayList<>();
        json.path("streams").forEach(stream -> streams.add(stream.asText()));
        List<TopicFilter> topics = new ArrayList<>();
        json.path("topics").forEach(topic -> topics.add(new TopicFilter(topic.asText())));
        return new ApiKey(
                id,
                json.path("name").asText(),
                json.path("hash").asText(),
                streams,
                topics,
                json.has("eventsPerSecond") ? json.get("eventsPerSecond").asInt() : null,
                Instant.parse(json.path("created").asText()));
    }

    @Override
    public void close() {
        topic.close();
    }
}
