package dev.weir.operate.audit;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of one partition, and how much of it could be proved.
 *
 * @param from the offset at which the pipeline began
 * @param to the offset up to which it has committed
 * @param epoch the present one
 * @param notRecountable which offsets couldn't be recounted and why; null if all were
 * @param notRecomputable why the fates weren't recomputed; null if they were, or nobody asked for it
 */
public record PartitionReport(
        int partition,
        long from,
        long to,
        int epoch,
        long entries,
        Counts counts,
        @Nullable String notRecountable,
        @Nullable String notRecomputable) {}
