package dev.weir.streams.source;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.EventColumns;
import dev.weir.streams.judge.Shown;
import dev.weir.streams.log.RecordLog;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A stream as its log has it, for those who keep all of it: each good record an inserted row, with columns more that say
 * where it is: {@code known_at}, when the broker took it; {@code kafka_partition}; and its offset, which is called
 * {@code revision} where the stream has keys, since it grows with each change of a key, and {@code kafka_offset} elsewhere.
 * Rows of streams with keys have {@code deleted}, too: true in the row that ends a key, whose other columns are null.
 */
public final class StreamRecords {

    /** The column with the partition of a row's record. */
    public static final String PARTITION = "kafka_partition";

    private StreamRecords() {}

    /** The names of the columns that rows of a stream have at their end. */
    public static List<String> addedColumns(StreamContract contract) {
        return added(contract).names();
    }

    /** The column with the offset of a row's record, of streams with keys or without. */
    public static String offsetColumn(boolean keys) {
        return keys ? "revision" : "kafka_offset";
    }

    /** What the rows look like. */
    public static RowType type(StreamContract contract) {
        return (RowType) EventColumns.type(contract.schema().fields(), columns(contract), added(contract))
                .getLogicalType();
    }

    /**
     * Adds a stream to a job that reads it only here. Dead records go to the stream's dead letters.
     *
     * @param information how the planner's runtime serializes rows of a type
     */
    public static DataStream<RowData> read(
            StreamContract contract,
            RecordLog log,
            StreamExecutionEnvironment environment,
            Function<DataType, TypeInformation<RowData>> information) {
        List<String> columns = columns(contract);
        AddedColumns added = added(contract);
        JudgedTypes types = JudgedTypes.of(information, contract, columns, added, List.of());
        Shown shown = contract.mode() == Mode.APPEND ? Shown.ALL : Shown.ON_TIME;
        return JudgedStream.in(environment, contract, log, columns, added, Set.of(shown), List.of(), types)
                .events(shown);
    }

    private static List<String> columns(StreamContract contract) {
        return FlinkTypes.columns(contract.schema().fields());
    }

    private static AddedColumns added(StreamContract contract) {
        return contract.mode() == Mode.APPEND ? AddedColumns.POSITION : AddedColumns.REVISION;
    }
}
