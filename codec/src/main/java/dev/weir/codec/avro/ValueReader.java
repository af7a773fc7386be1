package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import org.jspecify.annotations.Nullable;

/** Reads one value of the writer's schema as Flink's internal form of the reader's. */
interface ValueReader extends ValueSkipper {

    @Nullable
    Object read(AvroInput in) throws Rejection;

    /** Passes the value. Rejects exactly what {@link #read} rejects, so that a projection never decides an event's fate. */
    @Override
    default void skip(AvroInput in) throws Rejection {
        read(in);
    }
}
