package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The journal of jobs: one JSON file a pipeline, and beside it a folder with what was submitted. A record is replaced
 * in one step, so that a crash leaves the old one or the new one.
 */
public final class Journal {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ENDING = ".json";

    private final Path folder;

    /** @param folder {@code .weir/jobs}; made when it is needed */
    public Journal(Path folder) {
        this.folder = folder;
    }

    /** Holds the journal for one writer among all processes until it is closed; waits for the writer before. */
    public Lock lock() throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Lock(channel, channel.lock());
    }

    /** Whether another process holds the journal just now. Not for a process that may hold it: that would let go of it. */
    public boolean isHeld() throws IOException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    /** A held journal. */
    public record Lock(FileChannel channel, FileLock fileLock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    public void write(JobRecord job) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(job.pipeline() + ENDING);
        Path next = folder.resolve(job.pipeline() + ENDING + ".next");
        Files.deleteIfExists(next);
        // Addresses may carry passwords.
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(job)));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public Optional<JobRecord> find(String pipeline) throws IOException {
        Path file = folder.resolve(pipeline + ENDING);
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), JobRecord.class))
                : Optional.empty();
    }

    /** All records by name of pipeline. */
    public List<JobRecord> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<JobRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                records.add(JSON.readValue(Files.readAllBytes(file), JobRecord.class));
            }
        }
        return records;
    }

    /** The folder with what was submitted of a pipeline. */
    public Path submission(String pipeline) {
        return folder.resolve(pipeline);
    }
}
