package dev.weir.benchmarks.way;

/**
 * What a way is asked to do, in a process of its own.
 *
 * @param way its name
 * @param name unlike that of any other run: of the pipeline, the consumer group, and the beginning of transactions
 * @param topic that has the readings
 * @param records how many there are
 * @param output the topic that gets the results
 * @param outputSchema the schema id of results that are written by hand
 * @param brokerPid Kafka's process
 * @param folder scratch space of this run
 * @param commitMillis between commits
 * @param project the Weir project's folder; empty for other ways
 * @param burst how many readings are in a record
 */
public record Job(
        String way,
        String name,
        String kafka,
        String registry,
        String topic,
        long records,
        int partitions,
        String output,
        int outputSchema,
        long brokerPid,
        String folder,
        int parallelism,
        long commitMillis,
        String project,
        int burst) {}
