package dev.weir.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks tar archives, and deletes what was unpacked. */
final class Archive {
    private static final int OWNER_MAY_EXECUTE = 0100;

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    private Archive() {}

    /**
     * Unpacks so that {@code target} is there completely or not at all.
     *
     * <p>Everybody may read the files, since PostgreSQL may run as another user.
     */
    static void unpack(InputStream tar, Path target) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        deleteTree(unfinished);
        Files.createDirectories(unfinished);
        try (TarArchiveInputStream in = new TarArchiveInputStream(new BufferedInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                unpackEntry(in, entry, unfinished);
            }
        }
        try (Stream<Path> directories = Files.walk(unfinished).filter(Files::isDirectory)) {
            for (Path directory : (Iterable<Path>) directories::iterator) {
                Files.setPosixFilePermissions(directory, PROGRAM);
            }
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpackEntry(InputStream in, TarArchiveEntry entry, Path directory) throws IOException {
        Path file = inside(directory, directory.resolve(entry.getName()));
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            inside(directory, file.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, inside(directory, directory.resolve(entry.getLinkName())));
        } else {
            Files.copy(in, file);
            boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
            Files.setPosixFilePermissions(file, program ? PROGRAM : PLAIN);
        }
    }

    private static Path inside(Path directory, Path file) throws IOException {
        Path normal = file.normalize();
        if (!normal.startsWith(directory)) {
            throw new IOException("The archive names a file outside of itself: " + file);
        }
        return normal;
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
