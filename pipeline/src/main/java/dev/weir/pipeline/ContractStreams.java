package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.StreamTableSession;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.catalog.StreamStore;
import dev.weir.streams.sink.ExactlyOnceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Streams by contract; what SQL creates is remembered until it is published. */
final class ContractStreams implements ProjectStreams, StreamStore {

    private static final int KAFKA_TIMEOUT_MILLIS = 10_000;

    private final Path folder;
    private final StreamsConfig config;
    private final Fork fork;
    private final Map<String, ContractSource> contracts = new TreeMap<>();
    private final Map<String, ContractSource> derived = new TreeMap<>();
    private final Map<String, ContractSource> forked = new TreeMap<>();

    /** @param folder of the project's contracts */
    ContractStreams(Path folder, List<ContractSource> contracts, StreamsConfig config, Fork fork) {
        this.folder = folder;
        this.config = config;
        this.fork = fork;
        contracts.forEach(source -> this.contracts.put(source.contract().name(), source));
    }

    @Override
    public TableSession open(StreamExecutionEnvironment environment) {
        return new StreamTableSession(StreamSession.open(environment, config, this));
    }

    @Override
    public List<ContractPublisher.Published> publish()
            throws ConflictException, ServerUnavailableException, IOException {
        if (contracts.isEmpty()) {
            return List.of();
        }
        refuseWeakKafka();
        List<ContractSource> all = new ArrayList<>(contracts.values());
        all.addAll(forked.values());
        List<ContractPublisher.Published> published;
        try (ContractPublisher publisher =
                ContractPublisher.connect(config.bootstrapServers(), new HttpSchemaRegistry(config.registry()))) {
            published = publisher.apply(all);
        } catch (ContractException e) {
            throw new ConflictException(e.getMessage(), e);
        } catch (KafkaUnavailableException | RegistryUnavailableException e) {
            throw new ServerUnavailableException(e.getMessage(), e);
        }
        for (ContractSource source : derived.values()) {
            ContractWriter.write(source);
        }
        return published;
    }

    private void refuseWeakKafka() throws ConflictException, ServerUnavailableException {
        List<String> problems = ask(kafka -> ExactlyOnceCheck.problems(kafka, config));
        if (!problems.isEmpty()) {
            throw new ConflictException(String.join("\n", problems));
        }
    }

    @Override
    public Fork nextFork(Collection<String> written) throws ServerUnavailableException {
        Set<String> taken = new HashSet<>(contracts.keySet());
        taken.addAll(ask(kafka -> kafka.listTopics().names().get()));
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(Fork::new)
                .filter(next -> written.stream().map(next::name).noneMatch(taken::contains))
                .findFirst()
                .orElseThrow();
    }

    private interface Question<T> {
        T ask(Admin kafka) throws ExecutionException, InterruptedException;
    }

    private <T> T ask(Question<T> question) throws ServerUnavailableException {
        Properties properties = config.clientProperties();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
        try (Admin kafka = Admin.create(properties)) {
            return question.ask(kafka);
        } catch (ExecutionException e) {
            throw new ServerUnavailableException(
                    "Kafka at " + config.bootstrapServers() + " can't be reached: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while Kafka was asked", e);
        }
    }

    @Override
    public List<String> list() {
        return List.copyOf(contracts.keySet());
    }

    @Override
    public Optional<StreamContract> find(String stream) {
        return Optional.ofNullable(contracts.get(stream)).map(ContractSource::contract);
    }

    @Override
    public StreamContract written(StreamContract declared) {
        if (fork.isNone()) {
            return declared;
        }
        StreamContract other = declared.named(fork.name(declared.name()));
        forked.put(other.name(), ContractWriter.source(folder, other, PipelineProject.SCRIPT));
        return other;
    }

    @Override
    public void create(StreamContract contract) {
        ContractSource source = ContractWriter.source(folder, contract, PipelineProject.SCRIPT);
        contracts.put(contract.name(), source);
        derived.put(contract.name(), source);
    }
}
