package dev.weir.contract.publish;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A contract in force.
 *
 * @param version counts the published changes of this stream's contract from 1; not the registry's version of its schema
 * @param schemaId the id of its schema in the registry, which new records carry
 */
public record PublishedContract(StreamContract contract, int version, int schemaId) {

    /**
     * Reads what the contract log, or an entry of the ledger, has of a stream.
     *
     * @throws ContractException if this version of Weir can't read it
     */
    public static PublishedContract parse(String stream, String json) throws ContractException {
        return ContractLogRecord.read(stream, json.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #parse} reads: JSON with the contract as a stream file, the text of its schema, version and id. */
    public String toJson() {
        return new String(
                ContractLogRecord.write(ContractWriter.source(Path.of("streams"), contract, null), version, schemaId),
                StandardCharsets.UTF_8);
    }
}
