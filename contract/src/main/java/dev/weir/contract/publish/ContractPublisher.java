package dev.weir.contract.publish;

import dev.weir.contract.ContractException;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Puts contracts in force: schemas, topics, and the contract log, in this order, so that whoever learns of a contract
 * finds its topic and its schema.
 *
 * <p>Everything is checked before anything is written. A run that breaks off is finished by the next. Two publishers of
 * one stream at the same time aren't kept apart: the last one counts. Not thread-safe.
 */
public final class ContractPublisher implements AutoCloseable {

    private final SchemaRegistry registry;
    private final Topics topics;
    private final ContractLog log;
    private final CompactedTopicWriter writer;

    private ContractPublisher(SchemaRegistry registry, Topics topics, ContractLog log, CompactedTopicWriter writer) {
        this.registry = registry;
        this.topics = topics;
        this.log = log;
        this.writer = writer;
    }

    /** Like {@link #connect(Map, SchemaRegistry)}, without security. */
    public static ContractPublisher connect(String bootstrapServers, SchemaRegistry registry)
            throws KafkaUnavailableException {
        return connect(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), registry);
    }

    /** @param kafka settings of Kafka clients: {@code bootstrap.servers} and whatever security needs */
    public static ContractPublisher connect(Map<String, ?> kafka, SchemaRegistry registry)
            throws KafkaUnavailableException {
        ContractLog log = ContractLog.follow(kafka);
        return new ContractPublisher(
                registry, new Topics(kafka), log, new CompactedTopicWriter(kafka, ContractLog.TOPIC));
    }

    /** What became of one contract. */
    public enum Outcome {
        CREATED,
        NEW_VERSION,
        UNCHANGED
    }

    /** A contract in force, and what made it so. */
    public record Published(PublishedContract published, Outcome outcome) {}

    /**
     * What stands against publishing these contracts; empty if nothing does. Writes nothing.
     */
    public List<Problem> check(List<ContractSource> sources)
            throws RegistryUnavailableException, KafkaUnavailableException {
        log.catchUp();
        List<Problem> problems = new ArrayList<>();
        TopicClaims topicClaims = new TopicClaims(log.current().values(), sources);
        for (ContractSource source : sources) {
            StreamContract contract = source.contract();
            problems.addAll(unreadable(source));
            problems.addAll(topicClaims.problems(source));
            PublishedContract before = log.current().get(contract.name());
            problems.addAll(ContractChange.problems(
                    source,
                    before == null ? null : before.contract(),
                    registry.versions(contract.subject()),
                    topics.partitions(contract.topic())));
        }
        return problems;
    }

    /**
     * Puts contracts in force. A contract that is in force already is left alone.
     *
     * @return one for each source, in their order
     * @throws ContractException if {@link #check} has problems; then nothing was written
     * @throws RegistryUnavailableException try again; what was written stays
     * @throws KafkaUnavailableException try again; what was written stays
     */
    public List<Published> apply(List<ContractSource> sources)
            throws ContractException, RegistryUnavailableException, KafkaUnavailableException {
        List<Problem> problems = check(sources);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        Map<ContractSource, Integer> schemaIds = new LinkedHashMap<>();
        for (ContractSource source : sources) {
            if (!isInForce(source.contract())) {
                schemaIds.put(source, register(source.contract()));
                register(DeadLetter.contractFor(source.contract()));
                register(LedgerEntry.ofTopic());
            }
        }
        List<Published> published = new ArrayList<>();
        for (ContractSource source : sources) {
            Integer schemaId = schemaIds.get(source);
            published.add(
                    schemaId == null
                            ? new Published(log.current().get(source.contract().name()), Outcome.UNCHANGED)
                            : publish(source, schemaId));
        }
        return published;
    }

    /** A contract that no file was read for may be one that no file can say; followers of the log couldn't read it. */
    private static List<Problem> unreadable(ContractSource source) {
        try {
            PublishedContract read =
                    ContractLogRecord.read(source.contract().name(), ContractLogRecord.write(source, 1, 1));
            if (!read.contract().equals(source.contract())) {
                throw new IllegalArgumentException("The text of " + source.file() + " says another contract: "
                        + read.contract() + " instead of " + source.contract());
            }
            return List.of();
        } catch (ContractException e) {
            return e.problems();
        }
    }

    /** Whether log, registry and topics all have it already. */
    private boolean isInForce(StreamContract contract) throws RegistryUnavailableException, KafkaUnavailableException {
        PublishedContract published = log.current().get(contract.name());
        return published != null
                && published.contract().equals(contract)
                && registry.versions(contract.subject()).stream()
                        .anyMatch(version -> version.id() == published.schemaId())
                && !registry.versions(contract.deadTopic() + "-value").isEmpty()
                && topics.partitions(contract.topic()).isPresent()
                && topics.partitions(contract.deadTopic()).isPresent()
                && topics.partitions(LedgerEntry.TOPIC).isPresent();
    }

    private Published publish(ContractSource source, int schemaId) throws KafkaUnavailableException {
        StreamContract contract = source.contract();
        topics.apply(contract);
        topics.apply(DeadLetter.contractFor(contract));
        topics.apply(LedgerEntry.ofTopic());
        PublishedContract before = log.current().get(contract.name());
        int version = before == null ? 1 : before.version() + 1;
        writer.write(contract.name(), ContractLogRecord.write(source, version, schemaId));
        return new Published(
                new PublishedContract(contract, version, schemaId),
                before == null ? Outcome.CREATED : Outcome.NEW_VERSION);
    }

    private int register(StreamContract contract) throws RegistryUnavailableException {
        return registry.register(contract.subject(), contract.schema(), contract.compatibility())
                .id();
    }

    @Override
    public void close() {
        writer.close();
        log.close();
        topics.close();
    }
}
