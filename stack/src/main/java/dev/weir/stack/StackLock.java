package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one process at a time start or stop the servers of one directory. The system releases it when we die. */
final class StackLock implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the one who has it, but not long: the supervisor has it for moments, a command until all servers run.
     *
     * @throws StackBusyException if it is not free in time
     */
    static StackLock acquire(StackDirectory directory, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<StackLock> free = tryAcquire(directory);
            if (free.isPresent()) {
                return free.get();
            }
            if (System.nanoTime() >= deadline) {
                throw new StackBusyException("Another `weir` is starting or stopping the servers of " + directory.home()
                        + ". Wait for it to end, then try again.");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Empty if somebody else has it. */
    static Optional<StackLock> tryAcquire(StackDirectory directory) {
        return tryAcquire(directory.run().resolve("lock"));
    }

    /** Empty if somebody else has the lock that this file stands for. */
    static Optional<StackLock> tryAcquire(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new StackLock(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("The lock " + file + " can't be taken.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // Another thread of ours has it.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The stack's lock can't be released.", e);
        }
    }
}
