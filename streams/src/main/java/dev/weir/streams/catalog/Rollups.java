package dev.weir.streams.catalog;

import dev.weir.streams.source.RollupTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.TableDistribution;
import org.apache.flink.table.types.utils.TypeConversions;

/** The roll-ups of a session, whose windows are tables. */
final class Rollups {

    private final Map<String, RollupTable> tables = new HashMap<>();

    void add(RollupTable rollup) {
        tables.put(rollup.name(), rollup);
    }

    Optional<RollupTable> find(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    static CatalogTable definition(RollupTable rollup) {
        Schema.Builder schema = Schema.newBuilder();
        rollup.fields()
                .forEach(field ->
                        schema.column(field.getName(), TypeConversions.fromLogicalToDataType(field.getType())));
        schema.watermark(RollupTable.WINDOW_TIME, "SOURCE_WATERMARK()");
        return CatalogTable.newBuilder()
                .schema(schema.build())
                .comment("")
                .distribution(TableDistribution.ofUnknown(rollup.stream().partitions()))
                .options(Map.of())
                .build();
    }
}
