package dev.weir.pipeline.plan;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A table environment in which streams are tables, for one job. */
public interface TableSession {

    StreamTableEnvironment tables();

    /** Plans the statements and adds them, with all that their streams need, to the execution environment. */
    void attach(StreamStatementSet statements);

    /** Opens sessions; the context class loader of the thread sees the pipeline's functions meanwhile. */
    @FunctionalInterface
    interface Factory {
        TableSession open(StreamExecutionEnvironment environment);
    }
}
