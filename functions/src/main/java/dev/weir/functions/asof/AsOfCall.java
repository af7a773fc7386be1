package dev.weir.functions.asof;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.DataTypes.Field;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * One place where {@code AS_OF} is called: where the columns are that it goes by.
 *
 * @param windows the columns of windows, with those that they are partitioned by
 * @param log those of the log
 * @param given the columns of a window that the result has; Flink puts those of the partition before them
 * @param windowKey what tells windows with one end from each other
 * @param horizon how long a window is kept
 * @param countedFor how long before a window's end entries count; -1 if nothing is counted
 * @param entryGroup -1 if the log has no groups
 */
record AsOfCall(
        RowType windows,
        RowType log,
        List<Integer> given,
        int windowKey,
        int windowEnd,
        int horizon,
        int countedFor,
        int entryKey,
        int entryTime,
        int entryGroup,
        int knownAt,
        int deleted)
        implements Serializable {

    private static final String WINDOW_KEY = "window_key";
    private static final String HORIZON = "horizon";
    private static final String COUNTED_FOR = "counted_for";
    private static final String KNOWN_AT = "known_at";
    private static final String REVISION = "revision";

    /** Columns of windows that only say how they are joined. */
    private static final Set<String> NOT_GIVEN = Set.of(WINDOW_KEY, HORIZON, COUNTED_FOR);

    /** Columns of {@code x$changes} that are about the change. */
    private static final Set<String> OF_CHANGES = Set.of(REVISION, KNOWN_AT, "deleted");

    private static final String CHANGES =
            "when the change was known and whether it ends the entry, as the table x$changes of a stream x with a key has it";

    private static final Set<LogicalTypeRoot> KEYS =
            EnumSet.of(LogicalTypeRoot.VARCHAR, LogicalTypeRoot.CHAR, LogicalTypeRoot.INTEGER, LogicalTypeRoot.BIGINT);
    private static final Set<LogicalTypeRoot> TIMES =
            EnumSet.of(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE, LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    private static final Set<LogicalTypeRoot> INTERVALS = EnumSet.of(LogicalTypeRoot.INTERVAL_DAY_TIME);
    private static final Set<LogicalTypeRoot> TEXTS = EnumSet.of(LogicalTypeRoot.VARCHAR, LogicalTypeRoot.CHAR);

    /** @throws ValidationException if it can't be called like that; says why */
    static AsOfCall of(CallContext context) {
        Columns windows = Columns.of(context, AsOfSignature.WINDOWS);
        Columns log = Columns.of(context, AsOfSignature.LOG);
        return new AsOfCall(
                windows.type,
                log.type,
                windows.given(),
                windows.required(
                        WINDOW_KEY, "what tells windows with one end from each other, a string or a number", KEYS),
                windows.required("window_end", "the end of the window, a TIMESTAMP or TIMESTAMP_LTZ", TIMES),
                windows.required(HORIZON, "how long windows are kept, such as INTERVAL '40' DAY", INTERVALS),
                windows.optional(COUNTED_FOR, "an interval, such as INTERVAL '30' DAY", INTERVALS),
                log.required("entry_key", "what tells entries from each other, a string or a number", KEYS),
                log.required("entry_time", "when it holds from, a TIMESTAMP or TIMESTAMP_LTZ", TIMES),
                log.optional("entry_group", "a string", TEXTS),
                log.required(KNOWN_AT, CHANGES, TIMES),
                log.required("deleted", CHANGES, EnumSet.of(LogicalTypeRoot.BOOLEAN)));
    }

    /** The state of one end: its windows. */
    DataType keptType() {
        return KeptWindows.keptType(DataTypes.of(windows));
    }

    /** The state of one group: its entries. */
    DataType entriesType() {
        return KeptLog.entriesType(DataTypes.of(log));
    }

    DataType outputType() {
        List<Field> fields = new ArrayList<>();
        for (int column : given) {
            RowType.RowField field = windows.getFields().get(column);
            fields.add(DataTypes.FIELD(field.getName(), DataTypes.of(field.getType())));
        }
        DataType entry = DataTypes.of(log.copy(true));
        // May be null, as what a map says of a group that it doesn't have is.
        DataType count = DataTypes.BIGINT();
        fields.add(DataTypes.FIELD("newest", byGroup(entry)));
        if (counts()) {
            fields.add(DataTypes.FIELD("counts", byGroup(count)));
        }
        fields.add(DataTypes.FIELD(KNOWN_AT, DataTypes.TIMESTAMP_LTZ(3)));
        fields.add(DataTypes.FIELD(REVISION, count.notNull()));
        return DataTypes.ROW(fields).notNull();
    }

    private DataType byGroup(DataType value) {
        return grouped() ? DataTypes.MAP(DataTypes.STRING().notNull(), value).notNull() : value;
    }

    /** The columns of the log that say something. */
    List<Integer> said() {
        return IntStream.range(0, log.getFieldCount())
                .filter(column -> !OF_CHANGES.contains(log.getFieldNames().get(column)))
                .boxed()
                .toList();
    }

    boolean grouped() {
        return entryGroup >= 0;
    }

    boolean counts() {
        return countedFor >= 0;
    }

    /** The columns of a table argument. */
    private record Columns(String argument, RowType type, List<Integer> partition) {

        static Columns of(CallContext context, String argument) {
            TableSemantics table = context.getTableSemantics(AsOfSignature.position(argument))
                    .orElseThrow(() -> new ValidationException("AS_OF needs a table for '" + argument + "'."));
            DataType columns =
                    DataTypes.ROW(DataType.getFields(table.dataType())).notNull();
            return new Columns(
                    argument,
                    (RowType) columns.getLogicalType(),
                    Arrays.stream(table.partitionByColumns()).boxed().toList());
        }

        List<Integer> given() {
            return IntStream.range(0, type.getFieldCount())
                    .filter(column -> !partition.contains(column)
                            && !NOT_GIVEN.contains(type.getFieldNames().get(column)))
                    .boxed()
                    .toList();
        }

        int required(String name, String meaning, Set<LogicalTypeRoot> kinds) {
            int column = optional(name, meaning, kinds);
            if (column < 0) {
                throw new ValidationException("AS_OF needs a column '" + name + "' in '" + argument + "': " + meaning
                        + ". It has " + type.getFieldNames() + ".");
            }
            return column;
        }

        int optional(String name, String meaning, Set<LogicalTypeRoot> kinds) {
            int column = type.getFieldIndex(name);
            if (column >= 0) {
                LogicalType found = type.getTypeAt(column);
                if (!kinds.contains(found.getTypeRoot())) {
                    throw new ValidationException("AS_OF needs " + meaning + " as the column '" + name + "' of '"
                            + argument + "', but it is " + found.asSummaryString() + ".");
                }
            }
            return column;
        }
    }
}
