package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers where a server's files are, so that a later start asks neither Maven nor the network. */
record ClassPathCache(Path directory) {

    /** The remembered files, if they belong to these very artifacts and all are still there. */
    Optional<List<Path>> find(String name, List<String> artifacts) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(key(artifacts))) {
                return Optional.empty();
            }
            List<Path> files = lines.stream().skip(1).map(Path::of).toList();
            return files.stream().allMatch(Files::exists) ? Optional.of(files) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The list of files " + file + " can't be read; delete it.", e);
        }
    }

    void store(String name, List<String> artifacts, List<Path> files) {
        List<String> lines = new ArrayList<>();
        lines.add(key(artifacts));
        files.forEach(file -> lines.add(file.toString()));
        try {
            AtomicFile.write(file(name), String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException("The list of files " + file(name) + " can't be written.", e);
        }
    }

    private static String key(List<String> artifacts) {
        return String.join(" ", artifacts);
    }

    private Path file(String name) {
        return directory.resolve(name + ".files");
    }
}
