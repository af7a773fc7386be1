package dev.weir.functions.asof;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** State of one partition: what its windows said last. Flink makes it, and reads and writes its fields. In milliseconds. */
public class NewestEnd {

    /** The newest end of a window, since 1970-01-01T00:00:00Z; null before the first window. */
    public @Nullable Long end;

    /** No window that ends before it is kept any more. */
    public long forgotten = Long.MIN_VALUE;

    /** How long windows are kept. */
    public long horizon;

    /** How long before a window's end entries count; negative if nothing is counted. */
    public long countedFor = -1;

    static DataType type() {
        return DataTypes.STRUCTURED(
                NewestEnd.class,
                DataTypes.FIELD("end", DataTypes.BIGINT()),
                DataTypes.FIELD("forgotten", DataTypes.BIGINT().notNull().bridgedTo(long.class)),
                DataTypes.FIELD("horizon", DataTypes.BIGINT().notNull().bridgedTo(long.class)),
                DataTypes.FIELD("countedFor", DataTypes.BIGINT().notNull().bridgedTo(long.class)));
    }
}
