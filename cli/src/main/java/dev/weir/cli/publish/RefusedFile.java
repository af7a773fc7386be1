package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that weren't stored, each with its line and the reason, as NDJSON. The file is made with the first. */
final class RefusedFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REASON = List.of("code", "path", "expected", "found", "detail");

    private final Path file;
    private @Nullable BufferedWriter writer;

    /** Removes what an earlier run left there. */
    RefusedFile(Path file) throws IOException {
        this.file = file;
        Files.deleteIfExists(file);
    }

    /** @param problem as the door gave it */
    void add(Row row, JsonNode problem) throws IOException {
        if (writer == null) {
            writer = Files.newBufferedWriter(file);
        }
        ObjectNode line = JSON.createObjectNode().put("line", row.line());
        for (String member : REASON) {
            if (problem.has(member)) {
                line.set(member, problem.get(member));
            }
        }
        try {
            line.set("event", JSON.readTree(row.json()));
        } catch (JsonProcessingException e) {
            line.put("text", row.json());
        }
        writer.write(line.toString());
        writer.newLine();
    }

    void add(Row row, String code, String detail) throws IOException {
        add(row, JSON.createObjectNode().put("code", code).put("detail", detail));
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
