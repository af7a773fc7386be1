package dev.weir.pipeline;

import dev.weir.contract.StreamContract;
import dev.weir.pipeline.plan.TableSession;
import dev.weir.streams.source.RollupTable;
import java.util.List;
import java.util.Optional;
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

    @Override
    public Optional<StreamContract> stream(String table) {
        return Optional.empty();
    }

    @Override
    public void rollUp(RollupTable rollup) {
        throw new UnsupportedOperationException("There is no stream to roll up");
    }

    @Override
    public List<RollupTable> rolledUp() {
        return List.of();
    }

    @Override
    public void forgetQueries() {
        // Tables with connectors remember none.
    }
}
