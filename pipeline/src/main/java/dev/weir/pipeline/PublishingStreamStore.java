package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.catalog.StreamRefusedException;
import dev.weir.streams.catalog.StreamStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The contracts of a project in force; what SQL creates is published, and written beside them. */
final class PublishingStreamStore implements StreamStore {

    private final Path folder;
    private final String kafka;
    private final URI registry;
    private final Map<String, StreamContract> contracts = new TreeMap<>();

    /** @param folder of the project's contracts */
    PublishingStreamStore(Path folder, String kafka, URI registry) {
        this.folder = folder;
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Puts contracts in force.
     *
     * @throws ContractException if one is incompatible with what is in force; nothing was written
     */
    void publish(List<ContractSource> sources) throws ContractException, ServerUnavailableException {
        if (sources.isEmpty()) {
            return;
        }
        try (ContractPublisher publisher =
                ContractPublisher.connect(kafka, new HttpSchemaRegistry(RegistryConfig.of(registry)))) {
            publisher.apply(sources);
        } catch (KafkaUnavailableException | RegistryUnavailableException e) {
            throw new ServerUnavailableException(e.getMessage(), e);
        }
        sources.forEach(source -> contracts.put(source.contract().name(), source.contract()));
    }

    @Override
    public List<String> list() {
        return List.copyOf(contracts.keySet());
    }

    @Override
    public Optional<StreamContract> find(String stream) {
        return Optional.ofNullable(contracts.get(stream));
    }

    @Override
    public void create(StreamContract contract) throws StreamRefusedException {
        ContractSource source = ContractWriter.source(folder, contract, PipelineProject.SCRIPT);
        try {
            publish(List.of(source));
            ContractWriter.write(source);
        } catch (ContractException e) {
            throw new StreamRefusedException(e.problems().get(0).message(), e);
        } catch (ServerUnavailableException e) {
            throw new StreamRefusedException(e.getMessage() + " Run it again then.", e);
        } catch (IOException e) {
            throw new StreamRefusedException(
                    "The contract of '" + contract.name() + "' is published but can't be written to " + folder + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
