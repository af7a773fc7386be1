package dev.weir.streams.catalog;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.NearestName;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.KeyFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.TableDistribution;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * The contract that a {@code CREATE TABLE} declares. What SQL can't say (rules, personal columns) and what the statement
 * leaves open stay as they are in the stream that exists already.
 */
final class DerivedStream {

    static final int DEFAULT_PARTITIONS = 4;
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final Duration DEFAULT_AHEAD = Duration.ofMinutes(5);

    private final String name;
    private final ResolvedCatalogTable table;
    private final @Nullable StreamContract existing;
    private final StreamOptions options;

    private DerivedStream(String name, ResolvedCatalogTable table, Optional<StreamContract> existing)
            throws StreamRefusedException {
        this.name = name;
        this.table = table;
        this.existing = existing.orElse(null);
        this.options = StreamOptions.parse(table.getOptions());
    }

    static StreamContract contract(String name, ResolvedCatalogTable table, Optional<StreamContract> existing)
            throws StreamRefusedException {
        if (!name.matches("[a-z][a-z0-9_-]{0,199}")) {
            throw new StreamRefusedException("A stream's name expects a small letter and then small letters, digits,"
                    + " '-' or '_', but is '" + name + "'.");
        }
        if (table.isPartitioned()) {
            throw new StreamRefusedException(
                    "PARTITIONED BY is not for streams. Write DISTRIBUTED BY HASH(key) INTO 4 BUCKETS.");
        }
        return new DerivedStream(name, table, existing).contract();
    }

    private StreamContract contract() throws StreamRefusedException {
        FieldType.Struct fields = fields();
        Mode mode = mode();
        List<String> key = key();
        for (String column : key) {
            if (fields.find(column).orElseThrow().nullable()) {
                throw new StreamRefusedException(
                        "The key column '" + column + "' of stream '" + name + "' can be null. Declare it NOT NULL.");
            }
        }
        return new StreamContract(
                name,
                mode,
                schema(fields),
                key,
                time(fields),
                identity(fields, mode, key),
                partitions(),
                retention(mode),
                options.compatibility().orElse(kept(StreamContract::compatibility, Compatibility.BACKWARD_TRANSITIVE)),
                kept(StreamContract::personal, List.of()),
                kept(StreamContract::rules, List.of()));
    }

    private <T> T kept(Function<StreamContract, T> part, T otherwise) {
        return existing == null ? otherwise : part.apply(existing);
    }

    private FieldType.Struct fields() throws StreamRefusedException {
        List<RowType.RowField> fields = new ArrayList<>();
        for (Column column : table.getResolvedSchema().getColumns()) {
            if (column.isPhysical()) {
                fields.add(new RowType.RowField(
                        column.getName(),
                        column.getDataType().getLogicalType(),
                        column.getComment().orElse(null)));
            } else if (!isRowtime(column)) {
                throw new StreamRefusedException("Column '" + column.getName() + "' of stream '" + name
                        + "' is computed or metadata, which a record can't carry. Compute it in the query.");
            }
        }
        try {
            return FlinkTypes.fields(new RowType(false, fields));
        } catch (IllegalArgumentException e) {
            throw new StreamRefusedException("Stream '" + name + "': " + e.getMessage(), e);
        }
    }

    /** The same columns keep their schema, whose finer types and language SQL can't say. */
    private StreamSchema schema(FieldType.Struct fields) throws StreamRefusedException {
        if (existing != null && FlinkTypes.rowType(existing.schema().fields()).equals(FlinkTypes.rowType(fields))) {
            return existing.schema();
        }
        try {
            return AvroStreamSchema.of(name, fields);
        } catch (IllegalArgumentException e) {
            throw new StreamRefusedException("Stream '" + name + "': " + e.getMessage(), e);
        }
    }

    private Mode mode() {
        if (table.getResolvedSchema().getPrimaryKey().isEmpty()) {
            return Mode.APPEND;
        }
        return existing != null && existing.mode() == Mode.CDC ? Mode.CDC : Mode.UPSERT;
    }

    private List<String> key() throws StreamRefusedException {
        List<String> distributed =
                table.getDistribution().map(TableDistribution::getBucketKeys).orElse(List.of());
        Optional<List<String>> primary =
                table.getResolvedSchema().getPrimaryKey().map(UniqueConstraint::getColumns);
        if (primary.isPresent() && !distributed.isEmpty() && !distributed.equals(primary.get())) {
            throw new StreamRefusedException("Stream '" + name + "' is distributed by " + distributed
                    + " but its primary key is " + primary.get()
                    + ": changes of one key must stay in one partition. Distribute by the primary key.");
        }
        if (table.getDistribution().map(TableDistribution::getKind).orElse(TableDistribution.Kind.HASH)
                == TableDistribution.Kind.RANGE) {
            throw new StreamRefusedException(
                    "Stream '" + name + "' can't be distributed by RANGE. Write DISTRIBUTED BY HASH(…).");
        }
        return primary.orElse(distributed);
    }

    private @Nullable Identity identity(FieldType.Struct fields, Mode mode, List<String> key)
            throws StreamRefusedException {
        if (options.identity().isEmpty()) {
            return existing == null ? null : existing.identity();
        }
        List<String> columns = options.identity().get();
        if (mode != Mode.APPEND) {
            throw new StreamRefusedException(
                    "Stream '" + name + "' has a primary key, by which its newest row counts, so it"
                            + " has no identity. Take 'identity' and 'within' out of WITH.");
        }
        for (String column : columns) {
            FieldType.Field field = fields.find(column)
                    .orElseThrow(() -> new StreamRefusedException("'identity' of stream '" + name + "' names column '"
                            + column + "', which it doesn't have."
                            + NearestName.hint(column, FlinkTypes.columns(fields))));
            if (field.nullable() || !KeyFormat.supports(field.type())) {
                throw new StreamRefusedException("The column '" + column + "' of the identity of stream '" + name
                        + "' expects NOT NULL and a type that has one exact text: no floats, arrays, maps or rows.");
            }
        }
        if (key.isEmpty() || !columns.containsAll(key)) {
            throw new StreamRefusedException(
                    "Repeats are found within a partition, so an identity needs a key that is part"
                            + " of it. The identity of stream '" + name + "' is " + columns + " and its key " + key
                            + ": write DISTRIBUTED BY HASH(" + columns.get(0)
                            + "), or add the key's columns to 'identity'.");
        }
        return new Identity.ById(columns, options.within().orElseThrow());
    }

    private int partitions() {
        return table.getDistribution()
                .flatMap(TableDistribution::getBucketCount)
                .orElse(kept(StreamContract::partitions, DEFAULT_PARTITIONS));
    }

    private @Nullable Duration retention(Mode mode) {
        if (options.retention().isPresent()) {
            return options.retention().get();
        }
        if (existing != null) {
            return existing.retention();
        }
        return mode == Mode.APPEND ? DEFAULT_RETENTION : null;
    }

    private @Nullable EventTime time(FieldType.Struct fields) throws StreamRefusedException {
        ResolvedSchema schema = table.getResolvedSchema();
        if (schema.getWatermarkSpecs().isEmpty()) {
            return null;
        }
        WatermarkSpec watermark = schema.getWatermarkSpecs().get(0);
        String column = watermark.getRowtimeAttribute();
        Duration disorder = WatermarkClause.disorder(
                column, watermark.getWatermarkExpression().asSerializableString());
        EventTime before = existing == null ? null : existing.time();
        return new EventTime(
                timeField(column, fields),
                disorder,
                options.ahead().orElse(before == null ? DEFAULT_AHEAD : before.ahead()),
                before == null ? null : before.correct());
    }

    private boolean isRowtime(Column column) {
        return table.getResolvedSchema().getWatermarkSpecs().stream()
                .anyMatch(watermark -> watermark.getRowtimeAttribute().equals(column.getName()));
    }

    /** The declared column, or the one that it is computed from in the way that tables of streams are shown. */
    private String timeField(String column, FieldType.Struct fields) throws StreamRefusedException {
        if (fields.find(column).isPresent()) {
            return column;
        }
        String computed = table.getResolvedSchema()
                .getColumn(column)
                .filter(Column.ComputedColumn.class::isInstance)
                .map(c -> ((Column.ComputedColumn) c).getExpression().asSerializableString())
                .orElse("");
        return fields.fields().stream()
                .filter(field -> StreamTableDefinition.rowtimeExpression(field)
                        .filter(expression -> sameExpression(expression, computed))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new StreamRefusedException("The event time '" + column + "' of stream '" + name
                        + "' is computed by " + computed + ". Expected is a TIMESTAMP_LTZ(3) column, or"
                        + " TO_TIMESTAMP_LTZ(column, 3) of a BIGINT column of milliseconds."))
                .name();
    }

    private static boolean sameExpression(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(String expression) {
        return expression
                .replace("TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)")
                .replaceAll("[\\s`]", "");
    }
}
