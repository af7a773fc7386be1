package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One line of {@code arrive}. */
sealed interface Line {

    Place place();

    /** What an arrival brings. */
    sealed interface Content {

        /** @param checked whether it comes through the door, which refuses what breaks the contract */
        record Event(ObjectNode event, boolean checked) implements Content {}

        record Bytes(byte @Nullable [] key, byte[] value) implements Content {}

        /** The end of a row, by its key columns. */
        record Deletion(ObjectNode key) implements Content {}

        /** What came under this name, as often as it is said. */
        record Again(String name) implements Content {}
    }

    /**
     * @param partition null for the one that the key's hash says
     * @param times how often it comes, at least once
     * @param name by which it can come again; null for none
     * @param appendedMillis when the broker took it; null for the newest event time so far
     * @param refused the code with which the door shall refuse it; null if it shall pass
     */
    record Arrival(
            Place place,
            String stream,
            Content content,
            @Nullable Integer partition,
            int times,
            @Nullable String name,
            @Nullable Long appendedMillis,
            @Nullable String refused)
            implements Line {}

    /** The time of a stream's partitions goes on without events; milliseconds since 1970-01-01T00:00:00Z. */
    record Time(Place place, String stream, long millis) implements Line {}

    record Idle(Place place, String stream) implements Line {}

    record Checkpoint(Place place) implements Line {}

    record Crash(Place place) implements Line {}
}
