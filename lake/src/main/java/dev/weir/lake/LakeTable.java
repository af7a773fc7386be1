package dev.weir.lake;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PartitionField;
import dev.weir.streams.source.StreamRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The Iceberg table of one delivery: made when it is first delivered to, widened when its stream gets a column. */
final class LakeTable {

    /** The stream whose rows it has. */
    static final String STREAM = "weir.stream";
    /** The columns of the stream's key, separated by commas; absent if it has none. */
    static final String KEY = "weir.key";
    /** The delivery, as the ledger names it. */
    static final String READER = "weir.reader";

    private static final Map<String, String> PROPERTIES = Map.of(
            TableProperties.FORMAT_VERSION, "2",
            // A writer holds a row group in memory.
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(16 << 20),
            TableProperties.PARQUET_COMPRESSION, "zstd",
            TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");

    private LakeTable() {}

    /**
     * @param location the folder of its files, if it isn't there yet; null where the catalog chooses it
     * @throws ConflictException if it is there and is another stream's, divided otherwise, or has a column of another type
     */
    static Table prepare(Catalog catalog, Lake.Delivery from, @Nullable String location) throws ConflictException {
        StreamContract contract = from.contract();
        DeliveryConfig delivery = from.config();
        TableIdentifier name = LakeCatalog.table(delivery.table().value());
        Schema schema = schema(contract);
        if (!(delivery.kind() instanceof DeliveryConfig.Iceberg iceberg)) {
            throw new IllegalArgumentException("Not a table of the lake: " + delivery);
        }
        PartitionSpec spec = spec(schema, iceberg.partition().value());
        if (!catalog.tableExists(name)) {
            Namespace namespace = LakeCatalog.namespace();
            if (catalog instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(namespace)) {
                namespaces.createNamespace(namespace);
            }
            return catalog.buildTable(name, schema)
                    .withPartitionSpec(spec)
                    .withLocation(location)
                    .withProperties(properties(contract, from.streams().ledgerName()))
                    .create();
        }
        Table table = catalog.loadTable(name);
        String stream = table.properties().get(STREAM);
        if (!contract.name().equals(stream)) {
            throw new ConflictException("The lake's table '" + name.name() + "' has "
                    + (stream == null ? "rows that Weir didn't bring" : "the rows of stream '" + stream + "'")
                    + ": give delivery '" + delivery.name() + "' another table.");
        }
        if (!sameWay(spec, table.spec())) {
            throw new ConflictException("The lake's table '" + name.name() + "' is divided by " + words(table.spec())
                    + " and can't be divided otherwise: leave 'partition' as it was, or deliver to another table.");
        }
        if (table.currentSnapshot() != null && SnapshotRanges.held(table).isEmpty()) {
            throw new ConflictException("The lake's table '" + name.name()
                    + "' doesn't say which records of the stream its rows are: an earlier version of Weir filled it. Deliver to"
                    + " another table.");
        }
        widen(table, schema);
        String reader = from.streams().ledgerName();
        if (!reader.equals(table.properties().get(READER))) {
            table.updateProperties().set(READER, reader).commit();
        }
        return table;
    }

    private static Map<String, String> properties(StreamContract contract, String reader) {
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        properties.put(READER, reader);
        properties.put(STREAM, contract.name());
        if (contract.mode() != Mode.APPEND) {
            properties.put(KEY, String.join(",", contract.key()));
        }
        return properties;
    }

    /** Every column may be null: deleted rows have only their key, and what is added later is absent in older rows. */
    private static Schema schema(StreamContract contract) {
        return FlinkSchemaUtil.convert(ResolvedSchema.of(StreamRecords.type(contract).getFields().stream()
                .<Column>map(field -> Column.physical(
                        field.getName(), DataTypes.of(field.getType().copy(true))))
                .toList()));
    }

    private static PartitionSpec spec(Schema schema, List<PartitionField> fields) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (PartitionField field : fields) {
            switch (field.transform()) {
                case IDENTITY -> spec.identity(field.column());
                case YEAR -> spec.year(field.column());
                case MONTH -> spec.month(field.column());
                case DAY -> spec.day(field.column());
                case HOUR -> spec.hour(field.column());
                case BUCKET -> spec.bucket(field.column(), field.width());
                case TRUNCATE -> spec.truncate(field.column(), field.width());
            }
        }
        return spec.build();
    }

    private static boolean sameWay(PartitionSpec declared, PartitionSpec present) {
        return words(declared).equals(words(present));
    }

    private static String words(PartitionSpec spec) {
        return spec.fields().isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        spec.fields().stream()
                                .map(field -> field.transform() + " of "
                                        + spec.schema().findColumnName(field.sourceId()))
                                .toList());
    }

    private static void widen(Table table, Schema schema) throws ConflictException {
        UpdateSchema update = table.updateSchema();
        boolean wider = false;
        for (Types.NestedField wanted : schema.columns()) {
            Types.NestedField present = table.schema().findField(wanted.name());
            if (present == null) {
                update.addColumn(wanted.name(), wanted.type(), wanted.doc());
                wider = true;
            } else if (!present.type().isNestedType() && !present.type().equals(wanted.type())) {
                throw new ConflictException("Column '" + wanted.name() + "' of the lake's table '" + table.name()
                        + "' is " + present.type() + " and can't become " + wanted.type()
                        + ": name the new column otherwise, or deliver to another table.");
            }
        }
        if (wider) {
            update.commit();
        }
    }
}
