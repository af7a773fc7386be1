package dev.weir.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java program whose arguments stand in a file, so that its command line is short and tells it apart.
 *
 * @param file the arguments' file
 */
record JavaCommand(Path file) {

    static JavaCommand of(StackDirectory directory, String name) {
        return new JavaCommand(directory.run().resolve(name + ".args"));
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
