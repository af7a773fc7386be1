package dev.weir.benchmarks.rollup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.way.Job;
import dev.weir.benchmarks.way.WayMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The process of one run; ended by {@link #close}. */
final class WayProcess implements AutoCloseable {

    /** What Flink's own scripts open on Java 17. */
    private static final List<String> OPENS = List.of(
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.lang.invoke",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    private static final long FAREWELL_SECONDS = 20;

    private final Path folder;
    private final Process process;

    private WayProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static WayProcess start(Job job, RollupSettings settings, Libraries libraries) throws IOException {
        Path folder = Path.of(job.folder());
        Path arguments = folder.resolve("job.json");
        new ObjectMapper().writeValue(arguments.toFile(), job);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + settings.heap());
        // As Weir's workers have it, for all ways.
        command.add("-XX:+UseTransparentHugePages");
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        OPENS.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        if (settings.profile()) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + folder.resolve("recording.jfr"));
            // No more than this: to a Java 17 whose log of JFR is off, each event is printed for nobody.
            command.add("-Xlog:jfr+startup=error");
        }
        command.add("-cp");
        command.add(libraries.around(System.getProperty("java.class.path")));
        command.add(WayMain.class.getName());
        command.add(arguments.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new WayProcess(folder, process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said when it was done. */
    Optional<String> result() throws IOException {
        Path file = folder.resolve(WayMain.DONE);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** The time of processors that it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
