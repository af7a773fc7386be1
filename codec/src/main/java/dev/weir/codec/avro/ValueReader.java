package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import org.jspecify.annotations.Nullable;

/** Reads one value of the writer's schema as Flink's internal form of the reader's. */
interface ValueReader extends ValueSkipper {

    @Nullable
    Object read(AvroInput in) throws Rejection;

    /** Reads one value into the column of a field of the reader's type. */
    default void read(AvroInput in, Column into, int row) throws Rejection {
        into.setInternal(row, read(in));
    }

    /** Passes the value. Rejects exactly what {@link #read} rejects, so that a projection never decides an event's fate. */
    @Override
    default void skip(AvroInput in) throws Rejection {
        read(in);
    }
}
