package dev.weir.streams.source;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.StreamContract;
import dev.weir.streams.rollup.RollupSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType.RowField;
import org.apache.flink.table.types.logical.TimestampType;

/**
 * What a roll-up of a stream gives, as a table: the columns of its groups, begin, end and last millisecond of the window, one
 * column for each aggregate, and which revision of the window the row is, from 1.
 *
 * @param aggregates the types of the aggregates, as SQL has them
 * @param time the type of the stream's event time in SQL, with or without zone
 */
public record RollupTable(StreamContract stream, RollupSpec spec, List<LogicalType> aggregates, LogicalType time) {

    // No column of a stream has such names.
    public static final String WINDOW_START = "$window_start";
    public static final String WINDOW_END = "$window_end";
    public static final String WINDOW_TIME = "$window_time";
    public static final String REVISION = "$revision";

    /** How many columns stand between those of groups and the aggregates. */
    public static final int WINDOW_COLUMNS = 3;

    public RollupTable {
        aggregates = List.copyOf(aggregates);
    }

    public static String aggregate(int number) {
        return "$a" + number;
    }

    /** The table's name: the view's, and {@code $windows}. */
    public String name() {
        return spec.name() + "$windows";
    }

    public List<RowField> fields() {
        List<RowField> fields = new ArrayList<>();
        for (String group : spec.groups()) {
            Field field = stream.schema()
                    .fields()
                    .find(group)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Stream '" + stream.name() + "' has no column '" + group + "' to group by"));
            fields.add(new RowField(group, FlinkTypes.logicalType(field.type(), field.nullable())));
        }
        fields.add(new RowField(WINDOW_START, new TimestampType(false, 3)));
        fields.add(new RowField(WINDOW_END, new TimestampType(false, 3)));
        fields.add(new RowField(WINDOW_TIME, time.copy(false)));
        for (int i = 0; i < aggregates.size(); i++) {
            fields.add(new RowField(aggregate(i), aggregates.get(i)));
        }
        fields.add(new RowField(REVISION, new BigIntType(false)));
        return fields;
    }
}
