package dev.weir.pipeline.query;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.ContractPublisher;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.StreamRefusedException;
import dev.weir.streams.catalog.StreamStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The streams that queries see: those of a project's folder, or all that are in force. Not thread-safe. */
public final class QueryStreams implements StreamStore, AutoCloseable {

    /** Enough for an answer of Kafka where there is news; without news each look costs as long. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final StreamsConfig config;
    private final @Nullable Path folder;
    private final @Nullable ContractLog log;
    private Map<String, StreamContract> contracts = new TreeMap<>();
    private @Nullable ContractSource created;

    private QueryStreams(StreamsConfig config, @Nullable Path folder, @Nullable ContractLog log) {
        this.config = config;
        this.folder = folder;
        this.log = log;
    }

    /** @throws ContractException with every mistake in the project's contracts */
    public static QueryStreams of(PipelineProject project, StreamsConfig config) throws ContractException {
        QueryStreams streams = new QueryStreams(config, project.streams(), null);
        streams.refresh();
        return streams;
    }

    public static QueryStreams inForce(StreamsConfig config) throws KafkaUnavailableException, ContractException {
        QueryStreams streams = new QueryStreams(config, null, ContractLog.follow(config.bootstrapServers()));
        streams.refresh();
        return streams;
    }

    /** Takes in what has changed since. */
    void refresh() throws ContractException {
        Map<String, StreamContract> current = new TreeMap<>();
        if (log != null) {
            while (log.poll(PATIENCE)) {
                // Until nothing has come since.
            }
            for (PublishedContract published : log.current().values()) {
                current.put(published.contract().name(), published.contract());
            }
        } else if (folder != null) {
            ContractFolder.load(folder)
                    .forEach(source -> current.put(source.contract().name(), source.contract()));
        }
        contracts = current;
    }

    StreamsConfig config() {
        return config;
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
        if (folder == null) {
            throw new StreamRefusedException("A stream's contract is a file: make '" + contract.name()
                    + "' in a project's folder, where weir.yaml is, or name one with --project DIR.");
        }
        if (contracts.containsKey(contract.name())) {
            throw new StreamRefusedException("Stream '" + contract.name() + "' is there already, and otherwise: change "
                    + folder.resolve(contract.name() + ".yaml") + " or its schema, then 'weir apply' the project.");
        }
        created = ContractWriter.source(folder, contract, null);
    }

    /**
     * Puts the stream in force that was created last, and writes its contract.
     *
     * @return empty if there was none to create: it was there already, and just so
     */
    Optional<CreatedStream> publishCreated() throws ConflictException, ServerUnavailableException, IOException {
        ContractSource source = created;
        created = null;
        if (source == null) {
            return Optional.empty();
        }
        try (ContractPublisher publisher =
                ContractPublisher.connect(config.bootstrapServers(), new HttpSchemaRegistry(config.registry()))) {
            PublishedContract published =
                    publisher.apply(List.of(source)).get(0).published();
            ContractWriter.write(source);
            contracts.put(published.contract().name(), published.contract());
            return Optional.of(new CreatedStream(published, source.file()));
        } catch (ContractException e) {
            throw new ConflictException(e.getMessage(), e);
        } catch (KafkaUnavailableException | RegistryUnavailableException e) {
            throw new ServerUnavailableException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
