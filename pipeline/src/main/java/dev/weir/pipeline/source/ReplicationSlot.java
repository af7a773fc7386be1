package dev.weir.pipeline.source;

/**
 * A replication slot as the database shows it.
 *
 * @param active whether somebody reads from it just now
 * @param keptBytes how much of its log the database keeps for it
 */
record ReplicationSlot(boolean active, long keptBytes) {}
