package dev.weir.pipeline.observe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The newest complete checkpoint or savepoint of a pipeline. Null is what only Flink could tell, which doesn't answer.
 *
 * @param age since it was complete
 * @param duration from its trigger until it was complete
 * @param bytes the size of the state that it refers to
 */
public record CheckpointAge(
        Duration age, @Nullable Duration duration, @Nullable Long bytes) {}
