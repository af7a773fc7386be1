package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Which process we started: a number alone could meanwhile belong to somebody else's.
 *
 * @param startedAt as the system says
 * @param marker an argument of its command line
 */
record ProcessRecord(long pid, Instant startedAt, String marker) {
    /** The system derives the start time from its clock, which may have been adjusted since. */
    private static final Duration CLOCK_ADJUSTMENT = Duration.ofSeconds(5);

    static ProcessRecord of(ProcessHandle process, String marker) {
        return new ProcessRecord(process.pid(), process.info().startInstant().orElse(Instant.EPOCH), marker);
    }

    /** The process itself, if it still runs. A process that ended but was not yet waited for does not run. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isMeant);
    }

    private boolean isMeant(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(started, startedAt).abs().compareTo(CLOCK_ADJUSTMENT) <= 0 && shows(process, marker);
    }

    /** One that is just becoming another program, by execve(2), shows no command line, nor does one that has ended. */
    private static boolean shows(ProcessHandle process, String marker) {
        List<String> arguments = arguments(process);
        return arguments.isEmpty() ? !ProcessTable.isZombie(process) : arguments.contains(marker);
    }

    /** The command line of a process, program first; empty if it shows none just now. */
    static List<String> arguments(ProcessHandle process) {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            String all = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
            return all.endsWith("\0") ? Arrays.asList(all.split("\0")) : List.of(); // Else it isn't whole yet.
        } catch (IOException e) { // No /proc here, or the process is gone or another user's.
            return process.info().arguments().map(Arrays::asList).orElse(List.of());
        }
    }

    void store(Path file) {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("startedAt", startedAt.toString());
        properties.setProperty("marker", marker);
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The process record " + file + " can't be written.", e);
        }
    }

    /** What was stored; empty if nothing or nothing that can be understood. */
    static Optional<ProcessRecord> load(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
            return Optional.of(new ProcessRecord(
                    Long.parseLong(properties.getProperty("pid", "")),
                    Instant.parse(properties.getProperty("startedAt", "")),
                    properties.getProperty("marker", "")));
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
