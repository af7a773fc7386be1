package dev.weir.pipeline.project;

import java.time.Duration;
import java.util.List;

/**
 * A stream that is kept as a table.
 *
 * @param name unique in its project
 * @param stream one that the pipeline writes
 * @param table its name in the lake, or in the database, where a schema may stand before it
 * @param commit how often rows become visible in the table; at least a second
 */
public record DeliveryConfig(String name, At<String> stream, At<String> table, Kind kind, Duration commit) {

    /** What the table is. */
    public sealed interface Kind {

        /** Where the table is, for people; two tables of one name differ by it. */
        String where();
    }

    /**
     * A table of the lake.
     *
     * @param partition how the table's files are divided, outermost first; empty if they aren't
     */
    public record Iceberg(At<List<PartitionField>> partition) implements Kind {

        public Iceberg {
            partition =
                    new At<>(List.copyOf(partition.value()), partition.file(), partition.line(), partition.column());
        }

        @Override
        public String where() {
            return "the lake";
        }
    }

    /** A table of a PostgreSQL database. */
    public record Postgresql(DatabaseConfig database) implements Kind {

        @Override
        public String where() {
            return database.url() == null ? "PostgreSQL" : database.url();
        }
    }
}
