package dev.weir.streams.catalog;

import dev.weir.contract.StreamContract;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.catalog.Contracts.StreamTable;
import dev.weir.streams.kafka.KafkaLog;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.source.JudgedStreams;
import dev.weir.streams.source.RollupTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;

/**
 * Plans one job over streams. Its table environment has the streams as its current catalog; the job is what lies in the
 * execution environment after {@link #attach} or {@link #changelog}.
 *
 * <p>One session plans one job, and never by {@code execute()} or {@code explain()} of a statement that reads streams:
 * those would leave out the dead letters' sinks, or leave them behind. Not thread-safe.
 */
public final class StreamSession {

    private final StreamExecutionEnvironment environment;
    private final StreamTableEnvironment tables;
    private final JudgedStreams streams;
    private final Contracts contracts;
    private final Rollups rollups;

    private StreamSession(
            StreamExecutionEnvironment environment,
            StreamTableEnvironment tables,
            JudgedStreams streams,
            Contracts contracts,
            Rollups rollups) {
        this.environment = environment;
        this.tables = tables;
        this.streams = streams;
        this.contracts = contracts;
        this.rollups = rollups;
    }

    /** Over streams in Kafka. */
    public static StreamSession open(StreamExecutionEnvironment environment, StreamsConfig config, StreamStore store) {
        return open(environment, new KafkaLog(config), store);
    }

    @SuppressWarnings("deprecation") // registerCatalog: its successor finds catalogs by text options only
    public static StreamSession open(StreamExecutionEnvironment environment, RecordLog log, StreamStore store) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set(OptimizerConfigOptions.TABLE_OPTIMIZER_REUSE_SOURCE_ENABLED, true);
        tables.getConfig().set(OptimizerConfigOptions.TABLE_OPTIMIZER_REUSE_SUB_PLAN_ENABLED, true);
        tables.getConfig().set(OptimizerConfigOptions.TABLE_OPTIMIZER_REUSE_SINK_ENABLED, true);
        JudgedStreams streams = new JudgedStreams(log);
        Contracts contracts = new Contracts(store);
        Rollups rollups = new Rollups();
        WeirCatalog catalog =
                new WeirCatalog(store, contracts, rollups, new StreamTableFactory(contracts, rollups, log, streams));
        tables.registerCatalog(WeirCatalog.NAME, catalog);
        tables.useCatalog(WeirCatalog.NAME);
        return new StreamSession(environment, tables, streams, contracts, rollups);
    }

    public StreamTableEnvironment tables() {
        return tables;
    }

    /** The stream whose own table has this name. */
    public Optional<StreamContract> stream(String table) {
        return contracts
                .find(table)
                .filter(found -> found.contract().name().equals(table))
                .map(StreamTable::contract);
    }

    /** Makes the windows of a roll-up a table of this session, by {@link RollupTable#name its name}. */
    public void rollUp(RollupTable rollup) {
        rollups.add(rollup);
    }

    /** What the job's sources roll up, as far as it is planned, by stream and name. */
    public List<RollupTable> rolledUp() {
        return streams.rolledUp();
    }

    /** Whatever queries named until now isn't read by the job: they were only looked at. */
    public void forgetQueries() {
        streams.forgetNamed();
    }

    /** The topics that the job reads, as far as it is planned. */
    public Set<String> topics() {
        return streams.topics();
    }

    /** Plans the statements and adds them, with all that their streams need, to the execution environment. */
    public void attach(StreamStatementSet statements) {
        statements.attachAsDataStream();
        streams.attachAccountsSinks(environment);
    }

    /** Plans a query and adds what its streams need; the result's rows carry their kinds. */
    public DataStream<Row> changelog(Table query) {
        return changelog(query, ChangelogMode.all());
    }

    /**
     * Like {@link #changelog(Table)}, with these kinds only.
     *
     * @throws TableException if the query makes others
     */
    public DataStream<Row> changelog(Table query, ChangelogMode kinds) {
        DataStream<Row> rows =
                tables.toChangelogStream(query, Schema.newBuilder().build(), kinds);
        streams.attachAccountsSinks(environment);
        return rows;
    }
}
