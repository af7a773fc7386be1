package dev.weir.contract.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is in the log, or could be.
 *
 * @param partition that it came from; 0 for one that is made up
 * @param key the record's; null if it has none
 * @param columns the plain values by column of the contract's schema, from an {@code EventReader}; null for a tombstone
 */
public record LoadEvent(
        int partition, byte @Nullable [] key, @Nullable Map<String, @Nullable Object> columns) {}
