package dev.weir.streams.memory;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One thing that a stream's reader comes upon. */
public sealed interface MemoryEntry {

    record Event(ConsumerRecord<byte[], byte[]> record) implements MemoryEntry {}

    /** The time of all partitions is at least this: milliseconds since 1970-01-01T00:00:00Z. */
    record Time(long millis) implements MemoryEntry {}

    /** All partitions are idle until their next event. */
    record Idle() implements MemoryEntry {}
}
