package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/**
 * An event as it goes into Kafka. The arrays are owned by the holder.
 *
 * @param key the record key ({@link KeyFormat}); null if the contract declares none
 * @param value Confluent wire format: magic byte 0, 4-byte big-endian schema id, for Protobuf the message indexes,
 *     then the body; null for a tombstone
 * @param time its event time in milliseconds since 1970-01-01T00:00:00Z, rounded down; null if the contract declares none
 */
public record EncodedEvent(
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable Long time) {}
