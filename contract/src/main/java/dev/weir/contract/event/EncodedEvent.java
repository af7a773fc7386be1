package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/**
 * An event as it goes into Kafka. The arrays are owned by the holder.
 *
 * @param key the record key ({@link KeyFormat}); null if the contract declares none
 * @param value Confluent wire format: magic byte 0, 4-byte big-endian schema id, for Protobuf the message indexes,
 *     then the body; null for a tombstone
 */
public record EncodedEvent(byte @Nullable [] key, byte @Nullable [] value) {}
