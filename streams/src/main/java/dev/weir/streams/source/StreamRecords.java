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
 * A stream as its log has it, for those who keep all of it: each good record an inserted row. The rows of streams with
 * keys have three columns more: {@code revision}, a number that grows with each change of a key; {@code known_at}, when
 * the broker took the change; and {@code deleted}, true in the row that ends a key, whose other columns are null.
 */
public final class StreamRecords {

    private StreamRecords() {}

    /** The names of the columns that rows of streams with keys have at their end. */
    public static List<String> revisionColumns() {
        return AddedColumns.REVISION.names();
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
        return contract.mode() == Mode.APPEND ? AddedColumns.NONE : AddedColumns.REVISION;
    }
}
