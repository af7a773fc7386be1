package dev.weir.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Which pipelines the last {@code weir recover} could not bring back, and why. */
record RecoveryReport(Home home) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    void store(Map<String, String> failures) {
        try {
            Files.write(file(), JSON.writeValueAsBytes(failures));
        } catch (IOException e) {
            throw new UncheckedIOException("What became of the pipelines can't be written to " + file() + ".", e);
        }
    }

    /** Empty if nothing failed. */
    Map<String, String> load() {
        try {
            return Files.exists(file()) ? JSON.readValue(file().toFile(), TEXTS) : Map.of();
        } catch (IOException e) { // It was killed while it wrote.
            return Map.of();
        }
    }

    private Path file() {
        return home.data().resolve("run/recovery.json");
    }
}
