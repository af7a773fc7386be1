package dev.weir.lake.postgresql;

import dev.weir.contract.StreamContract;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.DatabaseConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.streams.kafka.KafkaLog;
import dev.weir.streams.source.StreamRecords;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;

/** Plans jobs that keep a table of PostgreSQL as their stream says. */
public final class PostgresqlDelivery {

    private final Logins logins;
    private final ClassLoader loader;

    public PostgresqlDelivery(Logins logins, ClassLoader loader) {
        this.logins = logins;
        this.loader = loader;
    }

    /**
     * Makes or widens the table, then plans the job that fills it.
     *
     * @throws ProjectException if the table can't have the stream's rows, or the database's login isn't said
     * @throws ServerUnavailableException if the database can't be reached or refuses: try again
     */
    public PlannedJob plan(Lake.Delivery delivery, DatabaseConfig database)
            throws ProjectException, ServerUnavailableException, IOException {
        StreamContract contract = delivery.contract();
        Login login = logins.of(
                delivery.settings().pipeline(), database, delivery.config().table());
        Delivered delivered = new Delivered(
                TargetTable.of(delivery.config().table().value(), contract),
                delivery.streams().ledgerName());
        try (Connection connection = login.connect("weir-run", new Properties())) {
            new TablePreparation(delivered, delivery.config().table()).prepare(connection, contract.partitions());
        } catch (SQLException e) {
            throw new ServerUnavailableException(
                    "The database of delivery '" + delivery.config().name() + "' at " + login.url()
                            + " can't be used as '" + login.user() + "': " + e.getMessage(),
                    e);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new PlannedJob(
                    job(delivery, new TableSink(login, delivered)).getStreamGraph(),
                    loader,
                    Lineage.reading(contract.name()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private StreamExecutionEnvironment job(Lake.Delivery delivery, TableSink sink) {
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(delivery.settings().jobConfiguration(), loader);
        DataStream<RowData> records = StreamRecords.read(
                delivery.contract(),
                new KafkaLog(delivery.streams()),
                environment,
                type -> InternalTypeInfo.of(type.getLogicalType()));
        String name = delivery.config().table().value();
        // The rows of a partition stay in their order, and in one task.
        records.sinkTo(sink).name(name + ": postgresql").uid("table:" + name).setParallelism(records.getParallelism());
        return environment;
    }
}
