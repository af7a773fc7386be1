package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import org.jspecify.annotations.Nullable;

/** Writes one value, given in Flink's internal form. */
interface ValueWriter {

    void write(@Nullable Object value, AvroOutput out) throws Rejection;
}
