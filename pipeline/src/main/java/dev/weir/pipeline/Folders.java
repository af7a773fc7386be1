package dev.weir.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whole folders: copied, compared and deleted. */
public final class Folders {

    private Folders() {}

    /** The files of a project that decide what runs, relative to its folder, sorted. */
    static List<Path> submitted(Path project) throws IOException {
        return files(project, Folders::decides);
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
    }

    private static boolean decides(Path file) {
        String first = file.getName(0).toString();
        return file.getNameCount() == 1
                ? first.equals("weir.yaml") || first.equals("pipeline.sql")
                : first.equals("streams") || first.equals("functions");
    }

    /** The same for equal files with equal names, and only then. */
    static String fingerprint(Path project) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
        for (Path file : submitted(project)) {
            byte[] content = Files.readAllBytes(project.resolve(file));
            digest.update((file + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Copies the files of a project that decide what runs. */
    static void copy(Path project, Path target) throws IOException {
        copy(submitted(project), project, target);
    }

    /** Copies all files of a project, which may name any of them, but what is hidden. */
    public static void copyWhole(Path project, Path target) throws IOException {
        copy(files(project, file -> !isHidden(file)), project, target);
    }

    private static boolean isHidden(Path file) {
        for (Path name : file) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static void copy(List<Path> files, Path from, Path target) throws IOException {
        for (Path file : files) {
            Path to = target.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(from.resolve(file), to);
        }
    }

    /** Deletes a folder, if it is there, with all that it has. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Then there is nothing to delete.
        }
    }
}
