package dev.weir.pipeline.plan;

import dev.weir.contract.StreamContract;
import dev.weir.streams.catalog.StreamSession;
import dev.weir.streams.source.RollupTable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** The streams of a {@link StreamSession}. */
public record StreamTableSession(StreamSession session) implements TableSession {

    @Override
    public StreamTableEnvironment tables() {
        return session.tables();
    }

    @Override
    public Optional<StreamContract> stream(String table) {
        return session.stream(table);
    }

    @Override
    public void rollUp(RollupTable rollup) {
        session.rollUp(rollup);
    }

    @Override
    public List<RollupTable> rolledUp() {
        return session.rolledUp();
    }

    @Override
    public void forgetQueries() {
        session.forgetQueries();
    }

    @Override
    public void attach(StreamStatementSet statements) {
        session.attach(statements);
    }
}
