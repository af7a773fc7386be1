package dev.weir.contract.publish;

import dev.weir.contract.ContractException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts in force, followed as they change. They stand in the compacted topic {@value #TOPIC}, one record per
 * stream.
 *
 * <p>One thread polls and closes; {@link #current()} may be called from any.
 */
public final class ContractLog implements AutoCloseable {

    public static final String TOPIC = "weir.contracts";

    private static final Logger LOG = LoggerFactory.getLogger(ContractLog.class);

    private final CompactedTopic topic;
    private volatile Map<String, PublishedContract> current = Map.of();

    private ContractLog(Map<String, ?> kafka) throws KafkaUnavailableException {
        topic = CompactedTopic.follow(kafka, TOPIC, this::apply);
    }

    /** Like {@link #follow(Map)}, without security. */
    public static ContractLog follow(String bootstrapServers) throws KafkaUnavailableException {
        return follow(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Reads the log up to its present end, so that {@link #current()} has every contract that was published before this
     * call. Makes the topic if it isn't there.
     *
     * @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs
     * @throws KafkaUnavailableException if a question to Kafka isn't answered within 15 s (so after at most a minute)
     */
    public static ContractLog follow(Map<String, ?> kafka) throws KafkaUnavailableException {
        return new ContractLog(kafka);
    }

    /** The contracts by stream, as of the last poll. Immutable. */
    public Map<String, PublishedContract> current() {
        return current;
    }

    /**
     * Takes in what was published since, waiting for at most {@code timeout}. While Kafka is away nothing changes.
     *
     * @return whether {@link #current()} may have changed
     */
    public boolean poll(Duration timeout) {
        return topic.poll(timeout);
    }

    /** Polls up to what is the end of the log at the time of the call. */
    void catchUp() throws KafkaUnavailableException {
        topic.catchUp();
    }

    private void apply(String stream, byte @Nullable [] value, long offset) {
        Map<String, PublishedContract> changed = new HashMap<>(current);
        if (value == null) {
            changed.remove(stream);
        } else {
            try {
                changed.put(stream, ContractLogRecord.read(stream, value));
            } catch (ContractException e) {
                LOG.error(
                        "Contract can't be read, its stream keeps the one before. Is the log written by a newer Weir?"
                                + " stream={} topic={} offset={}",
                        stream,
                        TOPIC,
                        offset,
                        e);
            }
        }
        current = Map.copyOf(changed);
    }

    @Override
    public void close() {
        topic.close();
    }
}
