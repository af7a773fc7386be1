package dev.weir.contract.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.contract.ContractException;
import dev.weir.contract.file.ContractSource;
import java.nio.charset.StandardCharsets;

/** The value of a record of the contract log: JSON, whose unknown keys are left to later versions of Weir. */
final class ContractLogRecord {

    private ContractLogRecord() {}

    static byte[] write(ContractSource source, int version, int schemaId) {
        return ContractText.json(source)
                .put("version", version)
                .put("schemaId", schemaId)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ContractException if this version of Weir can't read the record */
    static PublishedContract read(String stream, byte[] value) throws ContractException {
        JsonNode json = ContractText.parse(stream, new String(value, StandardCharsets.UTF_8));
        return new PublishedContract(
                ContractText.contract(stream, json),
                json.path("version").asInt(),
                json.path("schemaId").asInt());
    }
}
