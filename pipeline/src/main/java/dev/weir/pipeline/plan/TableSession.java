package dev.weir.pipeline.plan;

import dev.weir.contract.StreamContract;
import dev.weir.streams.source.RollupTable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A table environment in which streams are tables, for one job. */
public interface TableSession {

    StreamTableEnvironment tables();

    /** The stream whose own table has this name. */
    Optional<StreamContract> stream(String table);

    /** Makes the windows of a roll-up a table, by {@link RollupTable#name its name}. */
    void rollUp(RollupTable rollup);

    /** What the job's sources roll up, as far as it is planned. */
    List<RollupTable> rolledUp();

    /** Whatever queries named until now isn't read by the job: they were only looked at. */
    void forgetQueries();

    /** Plans the statements and adds them, with all that their streams need, to the execution environment. */
    void attach(StreamStatementSet statements);

    /** Opens sessions; the context class loader of the thread sees the pipeline's functions meanwhile. */
    @FunctionalInterface
    interface Factory {
        TableSession open(StreamExecutionEnvironment environment);
    }
}
