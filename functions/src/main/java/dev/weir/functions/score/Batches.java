package dev.weir.functions.score;

import dev.weir.functions.score.Score.Unscored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of any number of tasks and has them scored in batches, by one thread, which calls {@link #step}. Another one calls
 * {@link #giveUpOverdue} again and again. How many rows wait is bounded by those who ask: a task has only so many rows under way.
 */
final class Batches implements Scorer {

    private static final long PATIENCE_MILLIS = 100;

    private final ModelSpec spec;
    private final Answers answers;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Model> next = new AtomicReference<>();
    private @Nullable Model model;
    private volatile @Nullable Running running;
    private volatile boolean closed;

    Batches(ModelSpec spec) {
        this.spec = spec;
        this.answers = new Answers(spec.name());
    }

    /** @param since in nanoseconds of {@link System#nanoTime} */
    private record Waiting(double[] row, long since, CompletableFuture<Score> answer) {}

    /** A batch that the model is at. */
    private static final class Running {
        private final @Nullable Model model;
        private final List<Waiting> rows;
        private final long since = System.nanoTime();
        private volatile boolean overdue;

        Running(@Nullable Model model, List<Waiting> rows) {
            this.model = model;
            this.rows = rows;
        }
    }

    @Override
    public CompletableFuture<Score> score(double[] row) {
        Running now = running;
        if (closed || (now != null && now.overdue)) {
            return CompletableFuture.completedFuture(Unscored.BUSY);
        }
        Waiting waiting = new Waiting(row, System.nanoTime(), new CompletableFuture<>());
        queue.add(waiting);
        if (closed) {
            giveUpQueued(Unscored.BUSY);
        }
        return waiting.answer();
    }

    /** Takes a model for the batches to come; it and the one before it are closed here when they have had their last one. */
    void use(Model newer) {
        close(next.getAndSet(newer));
        if (closed) {
            close(next.getAndSet(null));
        }
    }

    /** Waits a moment for rows, and scores those that are there. */
    void step() throws InterruptedException {
        Waiting first = queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        List<Waiting> rows = new ArrayList<>();
        rows.add(first);
        long end = first.since() + spec.linger().toNanos();
        while (rows.size() < spec.batch()) {
            if (queue.drainTo(rows, spec.batch() - rows.size()) == 0) {
                Waiting more = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (more == null) {
                    break;
                }
                rows.add(more);
            }
        }
        rows.removeIf(row -> row.answer().isDone());
        if (!rows.isEmpty()) {
            score(rows);
        }
    }

    private void score(List<Waiting> rows) {
        Model newer = next.getAndSet(null);
        if (newer != null) {
            close(model);
            model = newer;
        }
        Running now = new Running(model, rows);
        running = now;
        try {
            List<Score> scores =
                    answers.of(model, rows.stream().map(Waiting::row).toArray(double[][]::new));
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).answer().complete(scores.get(i));
            }
        } finally {
            running = null;
        }
    }

    /** Lets rows pass that have waited too long, and breaks off a batch that takes too long. */
    void giveUpOverdue() {
        Running now = running;
        if (now != null && isOverdue(now.since)) {
            now.overdue = true;
            now.rows.forEach(row -> row.answer().complete(Unscored.TIMEOUT));
            giveUpQueued(Unscored.TIMEOUT);
            breakOff(now);
        } else if (now != null) {
            now.rows.stream()
                    .filter(row -> isOverdue(row.since()))
                    .forEach(row -> row.answer().complete(Unscored.TIMEOUT));
        }
        for (Waiting head = queue.peek(); head != null && isOverdue(head.since()); head = queue.peek()) {
            if (queue.remove(head)) {
                head.answer().complete(Unscored.TIMEOUT);
            }
        }
    }

    private boolean isOverdue(long since) {
        return System.nanoTime() - since > spec.timeout().toNanos();
    }

    private static void breakOff(@Nullable Running batch) {
        if (batch != null && batch.model != null) {
            batch.model.breakOff();
        }
    }

    private void giveUpQueued(Unscored reason) {
        for (Waiting row = queue.poll(); row != null; row = queue.poll()) {
            row.answer().complete(reason);
        }
    }

    /** From now on nothing is scored. Whatever runs is broken off. */
    void end() {
        closed = true;
        giveUpQueued(Unscored.BUSY);
        breakOff(running);
    }

    boolean hasEnded() {
        return closed;
    }

    /** Closes the models; to be called by the thread that scores, when it has ended. */
    void closeModels() {
        close(model);
        model = null;
        close(next.getAndSet(null));
        giveUpQueued(Unscored.BUSY);
    }

    private static void close(@Nullable Model model) {
        if (model != null) {
            model.close();
        }
    }
}
