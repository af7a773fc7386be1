package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of a message that can't be refused.
 *
 * @param event to be stored
 * @param objection why whoever reads it will find it dead; null if it is good
 */
public record MessageEvent(EncodedEvent event, @Nullable RecordRejectedException objection) {}
