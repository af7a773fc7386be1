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
import dev.weir.pipeline.plan.TableSession;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.catalog.StreamStore;
import dev.weir.streams.sink.ExactlyOnceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Streams by contract; what SQL creates is remembered until it is published. */
final class ContractStreams implements ProjectStreams, StreamStore {

    private static final int KAFKA_TIMEOUT_MILLIS = 10_000;

    private final Path folder;
    private final StreamsConfig config;
    private final Map<String, ContractSource> contracts = new TreeMap<>();
    private final Map<String, ContractSource> derived = new TreeMap<>();

    /** @param folder of the project's contracts */
    ContractStreams(Path folder, List<ContractSource> contracts, StreamsConfig config) {
        this.folder = folder;
        this.config = config;
        contracts.forEach(source -> this.contracts.put(source.contract().name(), source));
    }

    @Override
    public TableSession open(StreamExecutionEnvironment environment) {
        StreamSession session = StreamSession.open(environment, config, this);
        return new TableSession() {
            @Override
            public StreamTableEnvironment tables() {
                return session.tables();
            }

            @Override
            public void attach(StreamStatementSet statements) {
                session.attach(statements);
            }
        };
    }

    @Override
    public List<ContractPublisher.Published> publish()
            throws ConflictException, ServerUnavailableException, IOException {
        if (contracts.isEmpty()) {
            return List.of();
        }
        refuseWeakKafka();
        List<ContractPublisher.Published> published;
        try (ContractPublisher publisher =
                ContractPublisher.connect(config.bootstrapServers(), new HttpSchemaRegistry(config.registry()))) {
            published = publisher.apply(new ArrayList<>(contracts.values()));
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
        Properties properties = config.clientProperties();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MILLIS);
        try (Admin kafka = Admin.create(properties)) {
            List<String> problems = ExactlyOnceCheck.problems(kafka, config);
            if (!problems.isEmpty()) {
                throw new ConflictException(String.join("\n", problems));
            }
        } catch (ExecutionException e) {
            throw new ServerUnavailableException(
                    "Kafka at " + config.bootstrapServers() + " can't be reached: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("Interrupted while Kafka was asked what it can do", e);
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
    public void create(StreamContract contract) {
        ContractSource source = ContractWriter.source(folder, contract, PipelineProject.SCRIPT);
        contracts.put(contract.name(), source);
        derived.put(contract.name(), source);
    }
}
