package dev.weir.contract.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.ContractWriter;
import java.nio.file.Path;
import java.util.List;

/** A whole contract, its schema included, as one text: JSON, whose unknown keys are left to later versions of Weir. */
public final class ContractText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractText() {}

    /** The same text for the same contract. */
    public static String write(StreamContract contract) {
        return json(ContractWriter.source(Path.of(""), contract, null)).toString();
    }

    /** @throws ContractException if this version of Weir can't read the text */
    public static StreamContract read(String stream, String text) throws ContractException {
        return contract(stream, parse(stream, text));
    }

    static ObjectNode json(ContractSource source) {
        return JSON.createObjectNode()
                .put("contract", source.yaml())
                .put("schema", source.contract().schema().text())
                .put("format", source.contract().schema().format().name());
    }

    static JsonNode parse(String stream, String text) throws ContractException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw unreadable(stream, e);
        }
    }

    static StreamContract contract(String stream, JsonNode json) throws ContractException {
        try {
            return ContractSource.parse(
                            Path.of(stream + ".yaml"),
                            json.path("contract").asText(),
                            SchemaFormat.valueOf(json.path("format").asText()),
                            json.path("schema").asText())
                    .contract();
        } catch (IllegalArgumentException e) {
            throw unreadable(stream, e);
        }
    }

    private static ContractException unreadable(String stream, Exception cause) {
        return new ContractException(List.of(ProblemCode.FILE_UNREADABLE.at(
                Path.of(stream + ".yaml"), 1, 1, "The contract's text can't be read: " + cause.getMessage() + ".")));
    }
}
