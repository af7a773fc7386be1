package dev.weir.cli.bench;

import dev.weir.pipeline.job.TaskLoads.TaskLoad;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one rate, over the part of the step that is judged.
 *
 * @param rate asked for, in events per second
 * @param seconds how long the judged part was
 * @param sent events per second that were handed to Kafka's client
 * @param generatorBehind events that were due and not sent: how many more at the end than at the beginning
 * @param blocked the part of their time that the generator's threads waited for Kafka to take what they had sent
 * @param backlogBefore events that committed results were behind at the beginning
 * @param backlogAfter the same at the end
 * @param checkpoints how many were completed in the whole step, as Flink counted some seconds ago at most
 * @param failedCheckpoints how many were not
 * @param checkpoint how long the newest one took at the end; null if none was completed
 * @param restarts how often Flink started the job again
 * @param latency 99 of 100 events were in committed results so soon after Kafka had them; null if that isn't known
 * @param tasks how busy the job's tasks were, sources first
 * @param garbageCollection the part of the time that Flink's worker stood still to collect garbage
 * @param processors by process, how many processors it took
 * @param machine how many processors were busy in all; negative if the system doesn't tell
 */
public record Step(
        long rate,
        double seconds,
        double sent,
        long generatorBehind,
        double blocked,
        long backlogBefore,
        long backlogAfter,
        long checkpoints,
        long failedCheckpoints,
        @Nullable Duration checkpoint,
        long restarts,
        @Nullable Duration latency,
        List<TaskLoad> tasks,
        double garbageCollection,
        Map<String, Double> processors,
        double machine) {

    /** So much of a second's events a backlog may grow in a step: what is written in batches comes in batches. */
    private static final double TOLERANCE_SECONDS = 1;

    public Step {
        tasks = List.copyOf(tasks);
    }

    public boolean held() {
        return whyNotHeld().isEmpty();
    }

    /** Why the rate wasn't held; empty if it was. */
    public Optional<String> whyNotHeld() {
        if (restarts > 0) {
            return Optional.of("the job failed and was started again");
        }
        if (failedCheckpoints > 0) {
            return Optional.of("a checkpoint failed");
        }
        if (checkpoints == 0) {
            return Optional.of("no checkpoint was completed");
        }
        if (generatorBehind > rate * TOLERANCE_SECONDS) {
            return Optional.of("the load fell behind its schedule");
        }
        if (backlogAfter - backlogBefore > rate * TOLERANCE_SECONDS) {
            return Optional.of("the backlog grew");
        }
        return Optional.empty();
    }

    /** The task that has least to spare. */
    public Optional<TaskLoad> busiest() {
        return tasks.stream().max((left, right) -> Double.compare(left.busy(), right.busy()));
    }
}
