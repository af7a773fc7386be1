package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How the servers of a directory were started last, which later commands and the supervisor must know.
 *
 * @param portOffset of all their ports
 * @param workerHeap of Flink's worker, in MiB
 */
public record LastStart(int portOffset, int workerHeap) {

    /** Of servers that were never started. */
    public static final LastStart DEFAULT = new LastStart(0, Memory.DEFAULT.taskManagerHeap());

    private static final String PORT_OFFSET = "portOffset";
    private static final String WORKER_HEAP = "workerHeap";

    static LastStart of(StackConfig config) {
        return new LastStart(config.ports().offset(), config.memory().taskManagerHeap());
    }

    /** The last {@link LocalStack#up} in that directory, or the default if there was none. */
    public static LastStart in(Path home) {
        return load(new StackDirectory(home)).orElse(DEFAULT);
    }

    private static Optional<LastStart> load(StackDirectory directory) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file(directory))) {
            properties.load(in);
            return Optional.of(new LastStart(
                    Integer.parseInt(properties.getProperty(PORT_OFFSET, "")),
                    Integer.parseInt(properties.getProperty(WORKER_HEAP, ""))));
        } catch (IOException | IllegalArgumentException e) { // Never started here.
            return Optional.empty();
        }
    }

    private static Path file(StackDirectory directory) {
        return directory.run().resolve("start.properties");
    }

    /** @throws StackBusyException if servers run that were started otherwise */
    void refuseOther(StackDirectory directory, ProcessTable processes) {
        Optional<LastStart> last = load(directory).filter(other -> !other.equals(this));
        if (last.isPresent()
                && processes.recorded().stream()
                        .anyMatch(name -> processes.find(name).isPresent())) {
            throw new StackBusyException("The servers run already, with " + last.get() + " and not " + this
                    + ". Run `weir down` first, or use the same.");
        }
    }

    void store(StackDirectory directory) {
        Properties properties = new Properties();
        properties.setProperty(PORT_OFFSET, Integer.toString(portOffset));
        properties.setProperty(WORKER_HEAP, Integer.toString(workerHeap));
        Path file = file(directory);
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be written.", e);
        }
    }

    @Override
    public String toString() {
        return "port offset " + portOffset + " and a worker's heap of " + workerHeap + " MB";
    }
}
