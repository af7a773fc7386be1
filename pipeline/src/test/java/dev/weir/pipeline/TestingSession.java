package dev.weir.pipeline;

import dev.weir.pipeline.plan.TableSession;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** A session without streams: what is planned in it brings tables with connectors of its own. */
public record TestingSession(StreamTableEnvironment tables) implements TableSession {

    public static TableSession open(StreamExecutionEnvironment environment) {
        return new TestingSession(StreamTableEnvironment.create(environment));
    }

    @Override
    public void attach(StreamStatementSet statements) {
        statements.attachAsDataStream();
    }
}
