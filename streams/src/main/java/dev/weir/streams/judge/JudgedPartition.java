package dev.weir.streams.judge;

import dev.weir.streams.fate.PartitionFates;

/** What one partition's events are judged and combined by; its state moves with the partition. */
public final class JudgedPartition {

    private final PartitionFates fates;

    JudgedPartition(PartitionFates fates) {
        this.fates = fates;
    }

    public PartitionFates fates() {
        return fates;
    }

    public byte[] toBytes() {
        return fates.toBytes();
    }
}
