package dev.weir.functions.score;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scorer of one model in this process, which all tasks of a job share: one thread that scores, one that watches over the time, and one
 * that looks for newer versions. Thread-safe.
 */
final class SharedScorer implements Scorer {

    private static final Logger LOG = LoggerFactory.getLogger(SharedScorer.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Map<ModelSpec, SharedScorer> OPEN = new HashMap<>();

    private final ModelSpec spec;
    private final Batches batches;
    private final ModelVersions versions;
    private final Thread scoring;
    private final ScheduledThreadPoolExecutor clock;
    private final ScheduledThreadPoolExecutor looking;
    private int users;

    private SharedScorer(ModelSpec spec) {
        this.spec = spec;
        this.batches = new Batches(spec);
        this.versions = new ModelVersions(spec, OnnxModel::load, batches::use);
        this.scoring = daemon("model-" + spec.name(), this::score);
        this.clock = executor("model-" + spec.name() + "-clock");
        this.looking = executor("model-" + spec.name() + "-versions");
    }

    /** The one for a model; the first to ask waits for the model to be loaded. Whoever has it closes it by {@link #release}. */
    static SharedScorer acquire(ModelSpec spec) {
        synchronized (OPEN) {
            SharedScorer scorer = OPEN.get(spec);
            if (scorer == null) {
                scorer = new SharedScorer(spec);
                scorer.start();
                OPEN.put(spec, scorer);
            }
            scorer.users++;
            return scorer;
        }
    }

    private void start() {
        versions.look();
        scoring.start();
        long tick = Math.max(1, spec.timeout().toMillis() / 10);
        clock.scheduleWithFixedDelay(batches::giveUpOverdue, tick, tick, TimeUnit.MILLISECONDS);
        looking.scheduleWithFixedDelay(versions::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void score() {
        try {
            while (!batches.hasEnded()) {
                batches.step();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but a process that ends.
            batches.end();
        } finally {
            batches.closeModels();
        }
    }

    @Override
    public CompletableFuture<Score> score(double[] row) {
        return batches.score(row);
    }

    /** How many files in the folder are newer than the version in use, but refused. */
    int refusals() {
        return versions.refusals();
    }

    /** The last to say so ends it. */
    void release() {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(spec);
        }
        clock.shutdownNow();
        looking.shutdown();
        batches.end();
        try {
            // A model that can't be broken off is left to end by itself.
            scoring.join(spec.timeout().toMillis() + 1000);
            looking.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            LOG.info("Not waiting for a model to end model={}", spec.name());
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledThreadPoolExecutor executor(String name) {
        return new ScheduledThreadPoolExecutor(1, work -> daemon(name, work));
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
