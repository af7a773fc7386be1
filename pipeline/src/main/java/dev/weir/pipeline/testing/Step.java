package dev.weir.pipeline.testing;

import dev.weir.streams.memory.MemoryEntry;

/** One line as the driver plays it. */
sealed interface Step {

    record Read(String stream, MemoryEntry entry) implements Step {}

    record Checkpoint() implements Step {}

    record Crash() implements Step {}
}
