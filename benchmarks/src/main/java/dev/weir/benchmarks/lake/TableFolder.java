package dev.weir.benchmarks.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A table of the lake as its files say: looking there takes nothing from those who write it. */
record TableFolder(Path folder) {

    private static final String METADATA = ".metadata.json";

    /** A commit: how many rows the table has with it, and when it was, in milliseconds since 1970. */
    record Commit(long rows, long millis) {}

    /** The newest description of the table, in Iceberg's format; empty as long as there is none. */
    Optional<Path> metadata() throws IOException {
        Path descriptions = folder.resolve("metadata");
        if (!Files.isDirectory(descriptions)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(descriptions)) {
            // Their names begin with numbers, padded with zeros.
            return files.filter(file -> file.toString().endsWith(METADATA)).max(Comparator.naturalOrder());
        }
    }

    /** All commits that the table still tells of, the newest at last; none while its description is written. */
    List<Commit> commits() throws IOException {
        Optional<Path> newest = metadata();
        if (newest.isEmpty()) {
            return List.of();
        }
        JsonNode table;
        try {
            table = new ObjectMapper().readTree(newest.get().toFile());
        } catch (JsonProcessingException e) {
            return List.of(); // It is being written: who looks again sees it.
        }
        return Stream.iterate(0, i -> i < table.path("snapshots").size(), i -> i + 1)
                .map(i -> table.path("snapshots").get(i))
                .map(snapshot -> new Commit(
                        snapshot.path("summary").path("total-records").asLong(),
                        snapshot.path("timestamp-ms").asLong()))
                .toList();
    }
}
