package dev.weir.contract.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The value of a record of the contract log: JSON, whose unknown keys are left to later versions of Weir. */
final class ContractLogRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractLogRecord() {}

    static byte[] write(ContractSource source, int version, int schemaId) {
        StreamContract contract = source.contract();
        return JSON.createObjectNode()
                .put("contract", source.yaml())
                .put("schema", contract.schema().text())
                .put("format", contract.schema().format().name())
                .put("version", version)
                .put("schemaId", schemaId)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ContractException if this version of Weir can't read the record */
    static PublishedContract read(String stream, byte[] value) throws ContractException {
        Path file = Path.of(stream + ".yaml");
        try {
            JsonNode json = JSON.readTree(new String(value, StandardCharsets.UTF_8));
            ContractSource source = ContractSource.parse(
                    file,
                    json.path("contract").asText(),
                    SchemaFormat.valueOf(json.path("format").asText()),
                    json.path("schema").asText());
            return new PublishedContract(
                    source.contract(),
                    json.path("version").asInt(),
                    json.path("schemaId").asInt());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ContractException(List.of(ProblemCode.FILE_UNREADABLE.at(
                    file, 1, 1, "The contract log's record can't be read: " + e.getMessage() + ".")));
        }
    }
}
