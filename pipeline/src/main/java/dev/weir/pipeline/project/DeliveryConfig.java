package dev.weir.pipeline.project;

import java.time.Duration;
import java.util.List;

/**
 * A stream that is kept as an Iceberg table.
 *
 * @param name unique in its project
 * @param stream one that the pipeline writes
 * @param table its name in the lake
 * @param partition how the table's files are divided, outermost first; empty if they aren't
 * @param commit how often rows become visible in the table; at least a second
 */
public record DeliveryConfig(
        String name, At<String> stream, At<String> table, At<List<PartitionField>> partition, Duration commit) {

    public DeliveryConfig {
        partition = new At<>(List.copyOf(partition.value()), partition.file(), partition.line(), partition.column());
    }
}
