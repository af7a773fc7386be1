package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
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
            ByteBuffer record = ByteBuffer.wrap(JSON.writeValueAsBytes(job));
            while (record.hasRemaining()) { // On a disk that is nearly full it takes only a part.
                channel.write(record);
            }
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

    /**
     * Looks at a job's complete checkpoints and remembers them. Any process may call it at any time, also while another
     * holds the journal.
     */
    public void see(JobRecord job) throws IOException {
        List<Long> complete = SavedState.completeCheckpoints(job.checkpoints(), job.jobId());
        if (complete.isEmpty()) {
            return;
        }
        see(job, new SeenCheckpoints(job.jobId(), Collections.min(complete), Collections.max(complete)));
    }

    /** Remembers a complete checkpoint of a job, as {@link #see(JobRecord)} does, of which the cluster told. */
    public void see(JobRecord job, long complete) throws IOException {
        see(job, new SeenCheckpoints(job.jobId(), complete, complete));
    }

    private void see(JobRecord job, SeenCheckpoints now) throws IOException {
        Optional<SeenCheckpoints> before = seen(job);
        SeenCheckpoints both = before.map(earlier -> earlier.and(now)).orElse(now);
        if (!before.equals(Optional.of(both))) {
            remember(job, both);
        }
    }

    /** Forgets what was seen of a job's checkpoints but for the one that it goes on from. */
    public void seeOnly(JobRecord job, long checkpoint) throws IOException {
        remember(job, new SeenCheckpoints(job.jobId(), checkpoint, checkpoint));
    }

    /** What {@link #see(JobRecord)} saw of this job; empty if nothing. */
    public Optional<SeenCheckpoints> seen(JobRecord job) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(seenFile(job)), SeenCheckpoints.class))
                    .filter(seen -> seen.jobId().equals(job.jobId()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void remember(JobRecord job, SeenCheckpoints seen) throws IOException {
        Path next = Files.createTempFile(folder, job.pipeline(), ".seen.next");
        try {
            Files.write(next, JSON.writeValueAsBytes(seen));
            Files.move(next, seenFile(job), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) { // The disk is full, say, and this is tried every second.
            Files.delete(next);
            throw e;
        }
    }

    private Path seenFile(JobRecord job) {
        return folder.resolve(job.pipeline() + ".seen");
    }

    /** The folder with what was submitted of a pipeline. */
    public Path submission(String pipeline) {
        return folder.resolve(pipeline);
    }
}
