package dev.weir.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.file.ContractSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Rows of one table as records of one stream.
 *
 * <p>Rules of the contract are left to those who read the stream, as for any event that doesn't come through the
 * gateway: they judge it dead, with its position.
 */
final class StreamRows {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int NO_SCHEMA = 0;

    private final StreamContract contract;
    private final Struct keyFields;
    private final JsonEventEncoder keys;
    private final JsonEventEncoder values;
    private final UnknownColumns unknownColumns;

    private StreamRows(StreamContract contract, int schemaId) {
        this.contract = contract;
        this.keyFields = new Struct(contract.key().stream()
                .map(column -> contract.schema().fields().find(column).orElseThrow())
                .map(field -> new Field(field.name(), field.type(), false, null))
                .toList());
        this.keys =
                new JsonEventEncoder(withSchema(contract, AvroStreamSchema.of(contract.name(), keyFields)), NO_SCHEMA);
        this.values = new JsonEventEncoder(withSchema(contract, contract.schema()), schemaId);
        this.unknownColumns = new UnknownColumns(contract);
    }

    /**
     * @param json for each table {@code {"contract": YAML, "schema": text, "format": "AVRO" or "PROTOBUF", "schemaId":
     *     number}}
     */
    static Map<String, StreamRows> byTable(String json) {
        Map<String, StreamRows> streams = new HashMap<>();
        try {
            JSON.readTree(json).properties().forEach(table -> streams.put(table.getKey(), of(table.getValue())));
        } catch (JsonProcessingException e) {
            throw new ConfigException("The streams are not JSON: " + e.getOriginalMessage());
        }
        return Map.copyOf(streams);
    }

    private static StreamRows of(JsonNode stream) {
        try {
            StreamContract contract = ContractSource.parse(
                            Path.of("streams.yaml"),
                            stream.path("contract").asText(),
                            SchemaFormat.valueOf(stream.path("format").asText()),
                            stream.path("schema").asText())
                    .contract();
            if (contract.key().isEmpty()) {
                throw new ConfigException("Stream '" + contract.name() + "' has no key, which a captured row needs.");
            }
            return new StreamRows(contract, stream.path("schemaId").asInt());
        } catch (ContractException | IllegalArgumentException e) {
            throw new ConfigException("A stream's contract can't be read: " + e.getMessage());
        }
    }

    /** The same stream without what readers judge, so that only key and schema are left. */
    private static StreamContract withSchema(StreamContract contract, StreamSchema schema) {
        return new StreamContract(
                contract.name(),
                contract.mode(),
                schema,
                contract.key(),
                null,
                null,
                contract.partitions(),
                contract.retention(),
                contract.compatibility(),
                List.of(),
                List.of());
    }

    String name() {
        return contract.name();
    }

    /** The record key: of the connector's own key if it gives one, so that a deleted row finds its predecessors. */
    byte[] key(CapturedRow row) {
        boolean given = row.key() != null;
        byte[] json =
                ConnectJson.of(keyFields, given ? row.keySchema() : row.valueSchema(), given ? row.key() : row.value());
        try {
            return Objects.requireNonNull(keys.encode(json, 0, json.length).key());
        } catch (RecordRejectedException e) {
            throw unfit(row, e, "its key is " + contract.key() + ", which must be the primary key of the table");
        }
    }

    byte[] value(CapturedRow row) {
        unknownColumns.report(row);
        Struct fields = contract.schema().fields();
        byte[] json = ConnectJson.of(fields, row.valueSchema(), row.value());
        try {
            return Objects.requireNonNull(values.encode(json, 0, json.length).value());
        } catch (RecordRejectedException e) {
            throw unfit(row, e, "change the table or the contract so that they fit, then run the pipeline again");
        }
    }

    private DataException unfit(CapturedRow row, RecordRejectedException why, String remedy) {
        return new DataException("A row of " + row.table() + " is no record of stream '" + name() + "': "
                + why.getMessage() + "; " + remedy + ".");
    }

    @Override
    public String toString() {
        return "StreamRows[" + name() + ", " + Arrays.toString(contract.key().toArray()) + "]";
    }
}
