package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.ManagedProcess;
import dev.weir.stack.Readiness;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The program that the supervisor's process runs: this very Weir, kept where a build doesn't change it. */
record SupervisorProgram(Home home, LocalStack stack) {
    /** As small as it goes: it asks each server every few seconds and does nothing else. */
    private static final List<String> SMALL = List.of(
            "-Xms8m",
            "-Xmx40m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-Xshare:auto");

    /** Makes sure that the servers are watched, if any were started here. */
    static void ensure(Home home, LocalStack stack) {
        stack.supervision().ensure(new SupervisorProgram(home, stack)::process);
    }

    private ManagedProcess process(Readiness readiness) {
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(places(home));
        return stack.javaProcess(
                "supervisor", options, classPath(), SupervisorMain.class.getName(), List.of(), readiness);
    }

    /** The options by which {@link Home#ofProcess} finds the same home again. */
    static List<String> places(Home home) {
        return List.of("-Dweir.root=" + home.root(), "-Dweir.home=" + home.data());
    }

    /** What this process itself runs from. */
    static List<Path> ownClassPath() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(Path.of(entry).toAbsolutePath());
        }
        return entries;
    }

    private List<Path> classPath() {
        Path folder = stack.supervision().programs();
        List<Path> kept = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Path entry : ownClassPath()) {
                kept.add(Files.isRegularFile(entry) ? keep(entry, folder) : entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Weir's jars can't be kept in " + folder + "; is the disk full?", e);
        }
        return kept;
    }

    /** A build writes our own jars anew, in place; others it only deletes, which a link outlives. */
    private static Path keep(Path jar, Path folder) throws IOException {
        Path target = folder.resolve(jar.getFileName());
        if (target.equals(jar)) {
            return jar;
        }
        Path unfinished = folder.resolve(jar.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        if (jar.getFileName().toString().startsWith("weir-")) {
            Files.copy(jar, unfinished);
        } else {
            linkOrCopy(jar, unfinished);
        }
        return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void linkOrCopy(Path jar, Path target) throws IOException {
        try {
            Files.createLink(target, jar);
        } catch (FileSystemException | UnsupportedOperationException e) { // On another disk, or no links there.
            Files.copy(jar, target);
        }
    }
}
