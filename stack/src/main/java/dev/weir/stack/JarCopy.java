package dev.weir.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A server's own copy of jars that a build may overwrite, which would crash the Java that runs from them.
 *
 * @param servers the directory of servers; the copy becomes {@code <name>-<what is in it>} there
 */
record JarCopy(Path servers, String name) {

    private static final String OWN = "weir-";

    /**
     * Copies the jars unless there is a copy of just these, and deletes older copies. Call it only while nothing runs from
     * any of them.
     *
     * @return the copied jars in the same order
     * @throws ServerFailedException if a build is just writing them
     */
    List<Path> of(List<Path> jars) throws IOException {
        String content = content(jars);
        Path copy = servers.resolve(name + "-" + content);
        if (!Files.isDirectory(copy)) {
            Path unfinished = servers.resolve(name + "-unfinished");
            Archive.deleteTree(unfinished);
            Files.createDirectories(unfinished);
            for (Path jar : jars) {
                copy(jar, unfinished.resolve(jar.getFileName()));
            }
            if (!content(jars).equals(content)) {
                throw beingBuilt();
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        for (Path other : others(copy)) {
            Archive.deleteTree(other);
        }
        return jars.stream().map(jar -> copy.resolve(jar.getFileName())).toList();
    }

    /** A build writes Weir's own jars anew, in place; others it only deletes, which a link outlives. */
    private static void copy(Path jar, Path target) throws IOException {
        if (!jar.getFileName().toString().startsWith(OWN)) {
            try {
                Files.createLink(target, jar);
                return;
            } catch (FileSystemException | UnsupportedOperationException e) { // On another disk, or no links there.
                Files.deleteIfExists(target);
            }
        }
        Files.copy(jar, target);
    }

    /** Changes with every build that changes a jar. */
    private String content(List<Path> jars) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (Path jar : jars) {
                all.append(jar.getFileName())
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ')
                        .append(Files.getLastModifiedTime(jar).toMillis())
                        .append('\n');
            }
        } catch (NoSuchFileException e) {
            throw beingBuilt();
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private ServerFailedException beingBuilt() {
        return new ServerFailedException(
                "A build is just writing the jars of the " + name + ". Try again when it has ended.");
    }

    private List<Path> others(Path copy) throws IOException {
        try (Stream<Path> all = Files.list(servers)) {
            return all.filter(other -> other.getFileName().toString().startsWith(name + "-") && !other.equals(copy))
                    .toList();
        }
    }
}
