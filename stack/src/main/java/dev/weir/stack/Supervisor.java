package dev.weir.stack;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the supervisor's process.
 *
 * <p>Its lease is a file lock, which the system gives back when the process dies, and not before: of two supervisors of
 * one directory the second ends at once. It also ends when no server of the directory is to run any more.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

    private final StackDirectory directory;
    private final List<LocalServer> servers;
    private final SupervisedWork work;
    private final SupervisorReport report;

    private Map<String, String> reported = Map.of();
    private Duration nextReport = Duration.ZERO;

    Supervisor(StackDirectory directory, List<LocalServer> servers, SupervisedWork work) {
        this.directory = directory;
        this.servers = servers;
        this.work = work;
        this.report = new SupervisorReport(directory);
    }

    /** Returns when another supervisor is at work or nothing is to be watched. */
    @SuppressWarnings("try") // The lease is held, not used.
    void run() {
        Optional<StackLock> lease = StackLock.tryAcquire(directory.run().resolve("supervisor.lock"));
        if (lease.isEmpty()) {
            LOG.info("Another supervisor is at work home={}", directory.home());
            return;
        }
        ExecutorService probes = Executors.newFixedThreadPool(servers.size(), question -> {
            Thread thread = new Thread(question, "weir-probe");
            thread.setDaemon(true);
            return thread;
        });
        try (StackLock held = lease.get()) {
            LOG.info("The supervisor watches home={}", directory.home());
            Watch watch = new Watch(servers, WatchConfig.DEFAULT, Supervisor::now, probes);
            while (isAnythingWanted()) {
                step(watch, pause());
            }
            LOG.info("Nothing is to be watched any more home={}", directory.home());
        } finally {
            probes.shutdownNow();
        }
    }

    private boolean isAnythingWanted() {
        return servers.stream().anyMatch(server -> server.processes().isRecorded(server.name()));
    }

    private void step(Watch watch, Duration late) {
        try {
            watch.step(late);
            Map<String, String> notes = new TreeMap<>(work.step());
            notes.putAll(watch.notes());
            if (!notes.equals(reported) || now().compareTo(nextReport) >= 0) {
                report(notes);
                reported = notes;
                nextReport = now().plus(REPORT_EVERY);
            }
        } catch (RuntimeException e) { // A full disk, say. Whatever it is, the servers still need us.
            LOG.error("A step of the supervisor failed", e);
        }
    }

    private void report(Map<String, String> notes) {
        try {
            report.store(notes);
        } catch (UncheckedIOException e) {
            LOG.warn("The supervisor's notes can't be written: is the disk full?", e);
            report.touch();
        }
    }

    /** Returns how much longer it took than it should. */
    private static Duration pause() {
        Duration begin = now();
        LockSupport.parkNanos(PAUSE.toNanos());
        Duration late = now().minus(begin).minus(PAUSE);
        return late.isNegative() ? Duration.ZERO : late;
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }
}
