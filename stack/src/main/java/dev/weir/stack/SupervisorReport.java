package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** What the supervisor last said, in a file whose age tells how long ago that was. */
record SupervisorReport(Path file) {
    SupervisorReport(StackDirectory directory) {
        this(directory.run().resolve("supervisor.notes"));
    }

    void store(Map<String, String> notes) {
        Properties properties = new Properties();
        properties.putAll(notes);
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The supervisor's notes " + file + " can't be written.", e);
        }
    }

    /** Says that the supervisor is at work, where there is no room to say more. */
    void touch() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException("The supervisor's notes " + file + " can't be touched.", e);
        }
    }

    /** Empty if it has never said anything. */
    Map<String, String> load() {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) { // Never written here.
            return Map.of();
        }
        Map<String, String> notes = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> notes.put(name, properties.getProperty(name)));
        return notes;
    }

    Optional<Instant> written() {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) { // Never written here.
            return Optional.empty();
        }
    }

    /** Whether it is not older than that. */
    boolean isRecent(Duration age) {
        return written()
                .filter(time -> Duration.between(time, Instant.now()).compareTo(age) < 0)
                .isPresent();
    }
}
