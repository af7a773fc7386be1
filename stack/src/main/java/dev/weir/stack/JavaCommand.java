package dev.weir.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java program whose arguments stand in a file, so that its command line is short and tells it apart.
 *
 * @param name names the files of its process
 * @param file the arguments' file
 */
record JavaCommand(String name, Path file) {

    static JavaCommand of(StackDirectory directory, String name) {
        return new JavaCommand(name, directory.run().resolve(name + ".args"));
    }

    /**
     * The process of this program, which SIGTERM asks to end.
     *
     * @param directory that it works in
     * @param environment added to ours
     */
    ManagedProcess process(
            Path directory,
            Map<String, String> environment,
            Readiness readiness,
            Duration startTimeout,
            Duration stopTimeout) {
        return new ManagedProcess(
                name, command(), marker(), environment, directory, readiness, startTimeout, "TERM", stopTimeout);
    }

    String marker() {
        return "@" + file;
    }

    List<String> command() {
        return List.of(java().toString(), marker());
    }

    /** The Java that we run on. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    void write(List<String> options, List<Path> classPath, String mainClass, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.add("-cp");
        all.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        all.add(mainClass);
        all.addAll(arguments);
        try {
            AtomicFile.write(file, all.stream().map(JavaCommand::quoted).collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException("The arguments' file " + file + " can't be written.", e);
        }
    }

    /** As the java launcher reads its argument files. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
