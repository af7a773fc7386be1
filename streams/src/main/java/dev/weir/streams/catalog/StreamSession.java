package dev.weir.streams.catalog;

import dev.weir.streams.StreamsConfig;
import dev.weir.streams.kafka.KafkaLog;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.source.JudgedStreams;
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

    private StreamSession(
            StreamExecutionEnvironment environment, StreamTableEnvironment tables, JudgedStreams streams) {
        this.environment = environment;
        this.tables = tables;
        this.streams = streams;
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
        WeirCatalog catalog = new WeirCatalog(store, contracts, new StreamTableFactory(contracts, log, streams));
        tables.registerCatalog(WeirCatalog.NAME, catalog);
        tables.useCatalog(WeirCatalog.NAME);
        return new StreamSession(environment, tables, streams);
    }

    public StreamTableEnvironment tables() {
        return tables;
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
