package dev.weir.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Where Weir lies and where its local data do.
 *
 * @param root the folder of the {@code weir} script, with its build and the reference pipelines
 * @param data {@code .weir} there, unless {@code WEIR_HOME} says otherwise
 */
public record Home(Path root, Path data) {

    /** As the {@code weir} script says by {@code -Dweir.root} and {@code -Dweir.home}; without it the working folder. */
    static Home ofProcess() {
        Path root =
                Path.of(System.getProperty("weir.root", "")).toAbsolutePath().normalize();
        String data = System.getProperty("weir.home", System.getenv().getOrDefault("WEIR_HOME", ""));
        return new Home(
                root,
                data.isEmpty()
                        ? root.resolve(".weir")
                        : Path.of(data).toAbsolutePath().normalize());
    }

    /** The options of a virtual machine by which {@link #ofProcess} finds the same home again. */
    List<String> options() {
        return List.of("-Dweir.root=" + root, "-Dweir.home=" + data);
    }

    /** Where commands and what they start write their logs. */
    public Path logs() {
        return data.resolve("logs");
    }
}
