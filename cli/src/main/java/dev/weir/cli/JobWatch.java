package dev.weir.cli;

import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.stack.SupervisedWork;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has jobs brought back that should run and don't. It decides nothing by what it saw: {@code weir recover} looks again
 * under the journal's lock, so what is seen here may be stale without harm.
 */
final class JobWatch implements SupervisedWork {

    /** The jobs that should run and don't. */
    @FunctionalInterface
    interface Search {
        Set<String> find() throws ServerUnavailableException, IOException;
    }

    /** A process that brings back jobs. */
    interface Recovery {
        /** Empty if none runs. */
        Optional<Duration> uptime();

        /** False if it can't be started just now. */
        boolean start();

        /** Kills it, or forgets it if it has ended. */
        void end();

        /** Why it could not bring back which pipeline. */
        Map<String, String> failures();
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final Search search;
    private final Recovery recovery;
    private final Supplier<Duration> clock;

    /** At first as well: a supervisor before us may have left one. */
    private boolean recovering = true;

    private int tries;
    private Duration nextLook = Duration.ZERO;
    private Duration nextTry = Duration.ZERO;
    private Set<String> lost = Set.of();
    private Map<String, String> failures = Map.of();

    /** @param clock monotonic */
    JobWatch(Search search, Recovery recovery, Supplier<Duration> clock) {
        this.search = search;
        this.recovery = recovery;
        this.clock = clock;
    }

    static Duration monotonicTime() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public Map<String, String> step() {
        Duration now = clock.get();
        Optional<Duration> uptime = recovery.uptime();
        if (uptime.isPresent()) {
            recovering = true;
            if (uptime.get().compareTo(LONGEST_RECOVERY) > 0) {
                LOG.warn(
                        "A recovery takes too long and is killed after_s={}",
                        uptime.get().toSeconds());
                recovery.end();
            }
            return notes();
        }
        if (recovering) {
            recovering = false;
            recovery.end();
            failures = recovery.failures();
            tries++;
            nextTry = now.plus(backOff());
            nextLook = now;
            LOG.info("A recovery has ended failures={}", failures);
        }
        if (now.compareTo(nextLook) >= 0) {
            nextLook = now.plus(LOOK_EVERY);
            look();
        }
        if (!lost.isEmpty() && now.compareTo(nextTry) >= 0 && recovery.start()) {
            LOG.warn("Jobs are lost and brought back pipelines={} tries={}", lost, tries);
            recovering = true;
        }
        return notes();
    }

    private void look() {
        try {
            lost = search.find();
            if (lost.isEmpty()) {
                tries = 0;
                nextTry = Duration.ZERO;
                failures = Map.of();
            }
        } catch (ServerUnavailableException e) { // Its server is watched by others.
            lost = Set.of();
        } catch (IOException e) {
            LOG.error("The journal of jobs can't be read", e);
        }
    }

    /** Nothing after the first, which may have been too early; then 2 s, 4 s, 8 s … */
    private Duration backOff() {
        if (tries <= 1) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(tries - 1, 16));
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }

    private Map<String, String> notes() {
        Map<String, String> notes = new TreeMap<>();
        for (String pipeline : lost) {
            String why = failures.get(pipeline);
            notes.put(
                    key(pipeline),
                    why == null ? "is being brought back" : "can't be brought back yet: " + why + " Tried again soon.");
        }
        return notes;
    }

    /** What the supervisor's note on a pipeline is filed under. */
    static String key(String pipeline) {
        return "pipeline " + pipeline;
    }
}
