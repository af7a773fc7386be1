package dev.weir.pipeline.source;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.project.SourceConfig;
import dev.weir.pipeline.project.SourceConfig.Plugin;
import dev.weir.pipeline.project.SourceConfig.PostgresTables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that can be done with sources, which Kafka Connect brings into streams. Prints nothing; {@code notes} hears what
 * a person should know. Not thread-safe.
 */
public final class Sources {

    private final Connectors connectors;
    private final SourceSecrets secrets;
    private final Databases databases;
    private final String kafka;
    private final Consumer<String> notes;

    /**
     * @param connect Kafka Connect's REST API
     * @param kafka bootstrap servers of the Kafka that this Connect writes to
     * @param secrets folder that Connect's workers can read, for one file a source; only its owner may read it
     * @param local what sources without {@code url} read
     * @param variables what {@code ${…}} in sources may name
     */
    public Sources(
            URI connect,
            String kafka,
            Path secrets,
            LocalDatabase local,
            Map<String, String> variables,
            Consumer<String> notes) {
        this.connectors = new Connectors(new ConnectRest(connect));
        this.secrets = new SourceSecrets(secrets, variables);
        this.databases = new Databases(local, this.secrets);
        this.kafka = kafka;
        this.notes = notes;
    }

    /** What can be seen of all sources, of whatever project. */
    public Collection<SourceStatus> status() throws ServerUnavailableException, ConflictException, IOException {
        List<SourceStatus> all = new ArrayList<>();
        for (Map.Entry<String, SourceStatus> each : connectors.status().entrySet()) {
            all.add(new DatabaseSight(databases, connectors.settings(each.getKey())).of(each.getValue()));
        }
        return all;
    }

    /** What a person should know who stops Kafka Connect for long: databases elsewhere keep their log for it. */
    public List<String> keptElsewhere() throws ServerUnavailableException, ConflictException {
        List<String> kept = new ArrayList<>();
        for (Map.Entry<String, SourceStatus> each : connectors.status().entrySet()) {
            Map<String, String> settings = connectors.settings(each.getKey());
            if (Databases.isPostgres(settings) && !databases.isLocal(settings)) {
                kept.add(Databases.where(settings) + " keeps its log from now on, for the replication slot '"
                        + settings.get(ConnectorSettings.SLOT) + "' of source "
                        + each.getValue().source());
            }
        }
        return kept;
    }

    /**
     * Makes the tables that sources say how to make, and writes contracts for the captured tables whose streams have
     * none, as their columns say.
     *
     * @throws ProjectException if a table doesn't exist or can't be captured; no contract was written
     */
    public void derive(PipelineProject project) throws ProjectException, ServerUnavailableException, IOException {
        Map<String, ContractSource> contracts = contracts(project);
        List<ContractSource> derived = new ArrayList<>();
        for (SourceConfig source : project.config().sources()) {
            if (source instanceof PostgresTables tables) {
                if (databases.create(project.config().name(), tables)) {
                    notes.accept("made the tables of source '" + tables.name() + "' by " + tables.create());
                }
                for (TableContract table : databases.tables(project.config().name(), tables)) {
                    if (!contracts.containsKey(table.stream())) {
                        derived.add(ContractWriter.source(project.streams(), table.derive(), null));
                        note(
                                table.notDerivable(),
                                "can't be captured, so the contract of '" + table.stream() + "' leaves them out");
                    }
                }
            }
        }
        for (ContractSource contract : derived) {
            ContractWriter.write(contract);
            notes.accept("wrote " + contract.file() + " from the columns of its table");
        }
    }

    /**
     * Brings the project's sources to run as {@code weir.yaml} says, and ends those that it declared once and no more.
     *
     * @param published the project's contracts in force
     * @return what became of each
     * @throws ProjectException if a table and its stream's contract don't fit
     * @throws ConflictException if a source can't become what is declared, or Connect refuses it
     */
    public List<SourceStatus> apply(PipelineProject project, List<PublishedContract> published)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        String pipeline = project.config().name();
        Map<String, ContractSource> contracts = contracts(project);
        Map<String, PublishedContract> byStream = new LinkedHashMap<>();
        published.forEach(each -> byStream.put(each.contract().name(), each));
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        Map<String, Map<String, String>> secretsOf = new LinkedHashMap<>();
        for (SourceConfig source : project.config().sources()) {
            String connector = ConnectorSettings.connector(pipeline, source.name());
            Map<String, String> ofSource = new LinkedHashMap<>();
            requireContracts(source, contracts);
            String streams = ConnectorSettings.streams(source, contracts, byStream);
            if (source instanceof PostgresTables tables) {
                check(pipeline, tables, contracts);
                if (tables.password() != null) {
                    ofSource.put(Databases.PASSWORD, secrets.resolve(tables.password(), tables.place()));
                }
                wanted.put(
                        connector,
                        ConnectorSettings.postgres(
                                connector,
                                databases.login(connector, tables),
                                tables,
                                ConnectorSettings.shared(Map.of(), streams, kafka)));
                refuseOtherTables(connector, wanted.get(connector));
            } else if (source instanceof Plugin plugin) {
                requirePlugin(plugin);
                wanted.put(connector, settings(connector, plugin, streams, ofSource));
            }
            secretsOf.put(connector, ofSource);
        }
        Heartbeats.createTopic(kafka);
        List<SourceStatus> all = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> each : wanted.entrySet()) {
            secrets.store(each.getKey(), secretsOf.getOrDefault(each.getKey(), Map.of()));
            all.add(connectors.apply(each.getKey(), each.getValue()));
        }
        removeOthers(pipeline, wanted.keySet());
        return all;
    }

    /** Settings with each {@code ${VARIABLE}} kept as a secret. */
    private Map<String, String> settings(String connector, Plugin plugin, String streams, Map<String, String> ofSource)
            throws ProjectException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting : plugin.settings().entrySet()) {
            if (SourceSecrets.isSecret(setting.getValue())) {
                ofSource.put(setting.getKey(), secrets.resolve(setting.getValue(), plugin.place()));
                settings.put(setting.getKey(), secrets.reference(connector, setting.getKey()));
            } else {
                settings.put(setting.getKey(), setting.getValue());
            }
        }
        settings.put("connector.class", plugin.connector());
        return ConnectorSettings.shared(settings, streams, kafka);
    }

    /**
     * Lets the next {@link #apply} take a source's tables anew: forgets how far they were read, and empties their
     * streams, as rows may be gone of which nobody told.
     */
    public void forget(PipelineProject project, String source)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        SourceConfig config = project.config().sources().stream()
                .filter(each -> each.name().equals(source))
                .findFirst()
                .orElseThrow(() -> new ConflictException("weir.yaml declares no source '" + source + "'."));
        String connector = ConnectorSettings.connector(project.config().name(), source);
        Map<String, String> settings = connectors.settings(connector);
        if (settings.isEmpty()) {
            return;
        }
        connectors.forgetPosition(connector);
        databases.dropSlot(settings);
        new StreamReset(kafka).empty(connector, config.streams().values());
    }

    private void removeOthers(String pipeline, Collection<String> wanted)
            throws ConflictException, ServerUnavailableException, IOException {
        for (Map.Entry<String, SourceStatus> each : connectors.status().entrySet()) {
            if (each.getValue().pipeline().equals(pipeline) && !wanted.contains(each.getKey())) {
                remove(each.getKey(), each.getValue().source());
            }
        }
    }

    private void remove(String connector, String source)
            throws ConflictException, ServerUnavailableException, IOException {
        Map<String, String> settings = connectors.settings(connector);
        connectors.stop(connector);
        try {
            databases.dropSlot(settings);
        } catch (ServerUnavailableException e) {
            throw new ServerUnavailableException(
                    "Source '" + source + "', which weir.yaml no longer declares, is stopped but not ended: "
                            + e.getMessage() + " Its replication slot '" + settings.get(ConnectorSettings.SLOT)
                            + "' stays there until the next weir run or weir apply. If the database is gone for ever:"
                            + " curl -X DELETE " + connectors.address(connector),
                    e);
        }
        connectors.forgetPosition(connector);
        connectors.delete(connector);
        secrets.forget(connector);
        notes.accept("ended source '" + source + "', which weir.yaml no longer declares");
    }

    private void check(String pipeline, PostgresTables source, Map<String, ContractSource> contracts)
            throws ProjectException, ServerUnavailableException, IOException {
        List<Problem> problems = new ArrayList<>();
        for (TableContract table : databases.tables(pipeline, source)) {
            StreamContract contract = contracts.get(table.stream()).contract();
            table.problems(contract)
                    .forEach(problem -> problems.add(source.place().problem(problem)));
            note(
                    table.leftOut(contract),
                    "of table " + table.table().name() + " are left out, since the contract of '" + table.stream()
                            + "' lacks them");
            databases.requireAllValues(pipeline, source, table, contract, problems);
        }
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
    }

    private void requireContracts(SourceConfig source, Map<String, ContractSource> contracts) throws ProjectException {
        List<Problem> problems = new ArrayList<>();
        for (String stream : source.streams().values()) {
            ContractSource contract = contracts.get(stream);
            if (contract == null) {
                problems.add(source.place()
                        .problem("Stream '" + stream + "' has no contract: write streams/" + stream
                                + ".yaml and its schema."));
            } else if (contract.contract().key().isEmpty()) {
                problems.add(source.place().problem("Stream '" + stream + "' needs a 'key' in its contract."));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
    }

    private void requirePlugin(Plugin plugin) throws ProjectException, ServerUnavailableException, ConflictException {
        if (!connectors.has(plugin.connector())) {
            throw new ProjectException(List.of(plugin.place()
                    .problem("Kafka Connect has no connector '" + plugin.connector()
                            + "': put its folder with all its jars into connectors/ of Weir's home (.weir), and run"
                            + " weir down, weir up.")));
        }
    }

    /** Debezium doesn't look at the rows that a table had before it was added. */
    private void refuseOtherTables(String connector, Map<String, String> wanted)
            throws ConflictException, ServerUnavailableException {
        @Nullable String before = connectors.settings(connector).get(ConnectorSettings.TABLES);
        String now = wanted.get(ConnectorSettings.TABLES);
        if (before != null && !before.equals(now) && !connectors.isForgotten(connector)) {
            throw new ConflictException(
                    "The tables of source '" + connector + "' can't change while it runs, since rows"
                            + " that a table has already would be missed. Declare the new table under a source of its own, or"
                            + " take all tables anew with --snapshot.");
        }
    }

    private void note(List<String> columns, String what) {
        if (!columns.isEmpty()) {
            notes.accept("columns " + String.join(", ", columns) + " " + what);
        }
    }

    private static Map<String, ContractSource> contracts(PipelineProject project) throws ProjectException {
        Map<String, ContractSource> byStream = new LinkedHashMap<>();
        try {
            ContractFolder.load(project.streams())
                    .forEach(source -> byStream.put(source.contract().name(), source));
        } catch (ContractException e) {
            throw new ProjectException(e.problems());
        }
        return byStream;
    }
}
