package dev.weir.pipeline.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.pipeline.project.SourceConfig;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the settings of connectors. */
final class ConnectorSettings {

    static final String POSTGRES = "io.debezium.connector.postgresql.PostgresConnector";
    static final String HEARTBEATS = "weir.connect.heartbeats";
    static final String SLOT = "slot.name";
    static final String PUBLICATION = "publication.name";
    static final String TABLES = "table.include.list";

    /** The same text as in the plug-in, which refuses it. */
    private static final String UNAVAILABLE = "__weir_unavailable_value";

    private static final int LONGEST_SLOT_NAME = 63;
    private static final JsonMapper JSON = new JsonMapper();

    private ConnectorSettings() {}

    /** The connector of a source. Pipelines' and sources' names have no dot. */
    static String connector(String pipeline, String source) {
        return pipeline + "." + source;
    }

    static Map<String, String> postgres(
            String connector, DatabaseLogin login, SourceConfig source, Map<String, String> shared) {
        Map<String, String> settings = new TreeMap<>(shared);
        String slot = slot(connector);
        settings.put("connector.class", POSTGRES);
        settings.put("database.hostname", login.host());
        settings.put("database.port", Integer.toString(login.port()));
        settings.put("database.dbname", login.database());
        settings.put("database.user", login.user());
        settings.put("database.password", login.passwordReference());
        settings.put("topic.prefix", connector);
        settings.put("plugin.name", "pgoutput");
        settings.put(SLOT, slot);
        settings.put(PUBLICATION, slot);
        settings.put("publication.autocreate.mode", "filtered");
        settings.put(TABLES, tables(source.streams().keySet()));
        settings.put("snapshot.mode", "initial");
        // A slot that lies ahead of what was written to Kafka has lost changes: stop.
        settings.put("offset.mismatch.strategy", "trust_offset");
        settings.put("exactly.once.support", "required");
        settings.put("decimal.handling.mode", "precise");
        settings.put("time.precision.mode", "microseconds");
        settings.put("interval.handling.mode", "string");
        settings.put("hstore.handling.mode", "json");
        settings.put("unavailable.value.placeholder", UNAVAILABLE);
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        // A quiet table must not hold back the log of a busy database.
        settings.put("heartbeat.interval.ms", "30000");
        settings.put("heartbeat.action.query", "SELECT pg_logical_emit_message(false, 'weir', 'beat')");
        settings.put("message.prefix.exclude.list", "weir");
        settings.put("poll.interval.ms", "100");
        settings.put("retriable.restart.connector.wait.ms", "2000");
        return settings;
    }

    /** What all connectors have; {@code settings} is the connector's own. */
    static Map<String, String> shared(Map<String, String> settings, String streams, String kafka) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("tasks.max", "1");
        all.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        all.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        String before = settings.getOrDefault("transforms", "");
        all.put("transforms", before.isBlank() ? "weir" : before + ",weir");
        all.put("transforms.weir.type", "dev.weir.capture.RowsToStreams");
        all.put("transforms.weir.streams", streams);
        all.put("transforms.weir.heartbeats", HEARTBEATS);
        all.put("transforms.weir.kafka", kafka);
        // What the transformation asks of Kafka may have to wait for it.
        all.put("errors.retry.timeout", "600000");
        return all;
    }

    /** For each table or topic of a source its stream's contract, as the plug-in reads it. */
    static String streams(
            SourceConfig source, Map<String, ContractSource> contracts, Map<String, PublishedContract> published) {
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(source.streams()).forEach((table, stream) -> {
            ContractSource contract = contracts.get(stream);
            StreamContract parsed = contract.contract();
            json.putObject(table)
                    .put("contract", contract.yaml())
                    .put("schema", parsed.schema().text())
                    .put("format", parsed.schema().format().name())
                    .put("schemaId", published.get(stream).schemaId());
        });
        return json.toString();
    }

    /** Debezium takes regular expressions. */
    static String tables(Collection<String> tables) {
        return tables.stream()
                .sorted()
                .map(table -> table.replaceAll("([^A-Za-z0-9_])", "\\\\$1"))
                .collect(Collectors.joining(","));
    }

    /** Small letters, digits and '_' only; the dot becomes two of them, so that different names stay different. */
    static String slot(String connector) {
        String slot = "weir_" + connector.replace(".", "__").replace('-', '_');
        return slot.length() <= LONGEST_SLOT_NAME
                ? slot
                : slot.substring(0, LONGEST_SLOT_NAME - 9) + "_" + String.format("%08x", connector.hashCode());
    }
}
