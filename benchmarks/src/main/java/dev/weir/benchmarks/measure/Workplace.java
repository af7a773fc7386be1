package dev.weir.benchmarks.measure;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where a benchmark works, and who hears of it.
 *
 * @param home of the servers' data, and of what runs leave behind
 * @param checkout where {@code ./weir} is
 * @param gateway the folder of the gateway's jars
 * @param progress hears a line now and then
 * @param data gets the table
 */
public record Workplace(Path home, Path checkout, Path gateway, Consumer<String> progress, Consumer<String> data) {

    /** The same with a folder of its own in this one's. */
    public Workplace in(String folder) {
        return new Workplace(home.resolve(folder), checkout, gateway, progress, data);
    }
}
