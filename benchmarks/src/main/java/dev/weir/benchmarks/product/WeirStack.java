package dev.weir.benchmarks.product;

import dev.weir.stack.LocalStack;
import dev.weir.stack.Progress;
import dev.weir.stack.StackConfig;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** All that {@code weir up} starts, new and empty. Taken down by {@link #close}. */
public final class WeirStack implements AutoCloseable {

    private final Path home;
    private final int portOffset;
    private final WeirCommands weir;

    private WeirStack(Path home, int portOffset, WeirCommands weir) {
        this.home = home;
        this.portOffset = portOffset;
        this.weir = weir;
    }

    /**
     * Starts the servers.
     *
     * @param folder for their data, emptied
     * @param checkout where {@code ./weir} is
     * @param options further ones of {@code weir up}
     */
    public static WeirStack start(Path folder, Path checkout, int portOffset, String... options)
            throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        WeirStack stack = new WeirStack(home, portOffset, new WeirCommands(checkout, home, folder.resolve("commands")));
        stack.close(); // Of a benchmark that was broken off.
        delete(folder);
        try {
            List<String> up = new ArrayList<>(List.of("up", "--port-offset", Integer.toString(portOffset)));
            up.addAll(List.of(options));
            stack.weir.run(up.toArray(String[]::new));
            return stack;
        } catch (IOException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    public WeirCommands weir() {
        return weir;
    }

    /** The folder of the servers' data. */
    public Path home() {
        return home;
    }

    /** A port as it is, given as it is without an offset. */
    public int port(int usual) {
        return usual + portOffset;
    }

    public String kafka() {
        return "127.0.0.1:" + port(7092);
    }

    /** Confluent's API of it. */
    public String registry() {
        return "http://127.0.0.1:" + port(7081) + "/apis/ccompat/v7";
    }

    /** Flink's REST API. */
    public URI flink() {
        return URI.create("http://127.0.0.1:" + port(7088) + "/");
    }

    /**
     * A server's process.
     *
     * @throws IOException if it isn't there
     */
    public ProcessHandle process(String server) throws IOException {
        Properties record = new Properties();
        record.load(new StringReader(Files.readString(home.resolve("run").resolve(server + ".pid"))));
        return ProcessHandle.of(Long.parseLong(record.getProperty("pid")))
                .orElseThrow(() -> new IOException(server + " isn't there any more; see its log in " + home));
    }

    /** Libraries that only some ways need, each by itself, without what it depends on. */
    public List<Path> fetch(String name, List<String> artifacts) {
        return new LocalStack(StackConfig.of(home, portOffset, List.of())).fetch(name, artifacts, Progress.SILENT);
    }

    @Override
    public void close() throws IOException {
        try {
            weir.run("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the servers were taken down", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
