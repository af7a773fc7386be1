package dev.weir.lake;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.Lake.Delivery;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.Lineage;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.streams.kafka.KafkaLog;
import dev.weir.streams.source.StreamRecords;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** Plans jobs that append every row of a stream to an Iceberg table, once. */
final class IcebergDelivery {

    private final LakeCatalog catalog;
    private final ClassLoader loader;

    IcebergDelivery(LakeCatalog catalog, ClassLoader loader) {
        this.catalog = catalog;
        this.loader = loader;
    }

    /** As {@link Lake#plan} does. */
    PlannedJob plan(Delivery delivery) throws ConflictException, ServerUnavailableException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try (OpenCatalog open = catalog.open()) {
            Table table = LakeTable.prepare(
                    open.catalog(),
                    delivery,
                    catalog.location(delivery.config().table().value()));
            return new PlannedJob(
                    job(delivery, table).getStreamGraph(),
                    loader,
                    Lineage.reading(delivery.contract().name()));
        } catch (UncheckedSQLException | RESTException e) {
            throw new ServerUnavailableException(
                    "The lake's catalog at " + catalog.url() + " can't be used: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private StreamExecutionEnvironment job(Delivery delivery, Table table) {
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(delivery.settings().jobConfiguration(), loader);
        StreamContract contract = delivery.contract();
        DataStream<RowData> records = StreamRecords.read(
                contract,
                new KafkaLog(delivery.streams()),
                environment,
                type -> InternalTypeInfo.of(type.getLogicalType()));
        RowType columns = FlinkSchemaUtil.convert(table.schema());
        List<String> names = columns.getFieldNames();
        String name = delivery.config().table().value();
        // The rows of a partition stay in their order, and in one task.
        DataStream<RowData> rows = records.map(new RowsOfTable(StreamRecords.type(contract), names))
                .returns(InternalTypeInfo.of(columns))
                .name(name + ": columns")
                .uid("columns:" + name)
                .setParallelism(records.getParallelism());
        rows.sinkTo(new LakeSink(
                        catalog,
                        name,
                        table,
                        new LakeWriter.Position(
                                names.indexOf(StreamRecords.PARTITION),
                                names.indexOf(StreamRecords.offsetColumn(contract.mode() != Mode.APPEND)))))
                .name(name + ": lake")
                .uid("table:" + name)
                .setParallelism(records.getParallelism());
        return environment;
    }
}
