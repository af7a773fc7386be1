package dev.weir.operate.audit;

import java.util.List;

/** The audit of one stream as one pipeline read it. */
public record StreamReport(String stream, List<PartitionReport> partitions, Findings findings) {

    public StreamReport {
        partitions = List.copyOf(partitions);
    }

    /** Those of all partitions. */
    public Counts counts() {
        return partitions.stream().map(PartitionReport::counts).reduce(Counts.NONE, Counts::plus);
    }
}
