package dev.weir.pipeline.project;

import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline runs: the addresses of one set of servers. What is null is the local stack's.
 *
 * @param kafka bootstrap servers, {@code host:port[,host:port…]}
 * @param registry base address of the Confluent-compatible API
 * @param flink REST address of the Flink cluster, {@code http://host:port}
 * @param checkpoints folder that JobManager, TaskManagers and this process can all reach, as a URI
 * @param warehouse the same for the tables of the lake
 * @param catalog who knows those tables
 */
public record EnvironmentConfig(
        @Nullable String kafka,
        @Nullable String registry,
        @Nullable String flink,
        @Nullable String checkpoints,
        @Nullable String warehouse,
        @Nullable CatalogConfig catalog) {

    /** The name of the environment that every project has: the local stack. */
    public static final String LOCAL = "local";

    /** All of it the local stack's. */
    static final EnvironmentConfig NOTHING_ELSE = new EnvironmentConfig(null, null, null, null, null, null);
}
