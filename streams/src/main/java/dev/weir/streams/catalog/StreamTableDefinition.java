package dev.weir.streams.catalog;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.catalog.Contracts.StreamTable;
import dev.weir.streams.judge.Shown;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.TableDistribution;

/** What a contract looks like in SQL: columns, event time with its watermark, key and partitions. */
final class StreamTableDefinition {

    /** The computed column that carries the event time where the declared field can't do so itself. */
    static final String ROWTIME = "rowtime";

    private StreamTableDefinition() {}

    static CatalogTable of(StreamTable table) {
        StreamContract contract = table.contract();
        Schema.Builder schema = Schema.newBuilder();
        for (Field field :
                table.shown().added().behind(contract.schema().fields()).fields()) {
            schema.column(field.name(), DataTypes.of(FlinkTypes.logicalType(field.type(), mayBeNull(field, table))))
                    .withComment(field.doc());
        }
        EventTime time = contract.time();
        if (time != null) {
            addTime(schema, time, contract.schema().fields(), table.shown().hasTime());
        }
        if (contract.mode() != Mode.APPEND && table.shown() != Shown.CHANGES) {
            schema.primaryKey(contract.key());
        }
        return CatalogTable.newBuilder()
                .schema(schema.build())
                .comment(comment(contract))
                .distribution(
                        contract.key().isEmpty()
                                ? TableDistribution.ofUnknown(contract.partitions())
                                : TableDistribution.ofHash(contract.key(), contract.partitions()))
                .options(Map.of())
                .build();
    }

    /** The change that ends a key has its columns alone. */
    private static boolean mayBeNull(Field field, StreamTable table) {
        StreamContract contract = table.contract();
        return field.nullable()
                || table.shown() == Shown.CHANGES
                        && !contract.key().contains(field.name())
                        && contract.schema().fields().find(field.name()).isPresent();
    }

    /** SQL takes only TIMESTAMP(3) and TIMESTAMP_LTZ(3) as event time; any other field gets a column computed from it. */
    static Optional<String> rowtimeExpression(Field field) {
        FieldType type = field.type();
        String column = quoted(field.name());
        if (type instanceof FieldType.Timestamp timestamp) {
            return timestamp.precision() <= 3
                    ? Optional.empty()
                    : Optional.of("CAST(" + column + " AS TIMESTAMP_LTZ(3))");
        }
        if (type instanceof FieldType.LocalTimestamp timestamp) {
            return timestamp.precision() <= 3 ? Optional.empty() : Optional.of("CAST(" + column + " AS TIMESTAMP(3))");
        }
        return Optional.of("TO_TIMESTAMP_LTZ(" + column + ", 3)");
    }

    private static void addTime(Schema.Builder schema, EventTime time, FieldType.Struct fields, boolean watermark) {
        Optional<String> expression = fields.find(time.field()).flatMap(StreamTableDefinition::rowtimeExpression);
        String column = time.field();
        if (expression.isPresent()) {
            column = fields.find(ROWTIME).isEmpty() ? ROWTIME : time.field() + "_" + ROWTIME;
            schema.columnByExpression(column, expression.get());
        }
        if (watermark) {
            schema.watermark(column, WatermarkClause.expression(column, time.disorder()));
        }
    }

    private static String comment(StreamContract contract) {
        return contract.schema() instanceof AvroStreamSchema avro
                        && avro.schema().getDoc() != null
                ? avro.schema().getDoc()
                : "";
    }

    static String quoted(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
