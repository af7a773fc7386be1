package dev.weir.streams.source;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.RowProjection;
import dev.weir.streams.judge.Shown;
import dev.weir.streams.log.RecordLog;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * The streams that one job reads. However many queries use a stream, and whichever of its tables, it is read, judged and
 * counted once.
 *
 * <p>Flink merges the scans of a table in one statement set into one that has all their columns; what it leaves apart
 * shares the judged stream here.
 */
public final class JudgedStreams {

    /** @param columns the columns of its events, the added ones included */
    private record Read(List<String> columns, JudgedStream stream) {}

    private final RecordLog log;
    private final Map<String, Set<Shown>> named = new HashMap<>();
    private final Map<String, Read> streams = new HashMap<>();
    private final List<Transformation<?>> accountsSinks = new ArrayList<>();

    public JudgedStreams(RecordLog log) {
        this.log = log;
    }

    /**
     * Adds the sinks of dead letters and of the ledger to the job. The planner translates sources in an environment of its own and takes
     * over only what leads to a table's sink, so this must follow each planning.
     */
    public void attachAccountsSinks(StreamExecutionEnvironment environment) {
        accountsSinks.forEach(environment::addOperator);
        accountsSinks.clear();
    }

    /** The topics that the job reads, as far as it is planned. */
    public Set<String> topics() {
        return Set.copyOf(streams.keySet());
    }

    /** A query names this table; all are named before the first is read. */
    public void named(StreamContract contract, Shown shown) {
        named.computeIfAbsent(contract.name(), stream -> EnumSet.noneOf(Shown.class))
                .add(shown);
    }

    /** All columns of a table. */
    static List<String> columns(StreamContract contract, Shown shown) {
        return FlinkTypes.columns(shown.added().behind(contract.schema().fields()));
    }

    /**
     * The rows of a table of a stream, with these of its columns.
     *
     * @param information how the planner's runtime serializes rows of a type
     * @throws IllegalStateException if the stream is read already with fewer columns
     */
    DataStream<RowData> events(
            StreamContract contract,
            Shown shown,
            List<String> columns,
            Function<DataType, TypeInformation<RowData>> information,
            StreamExecutionEnvironment environment) {
        Read read = streams.get(contract.name());
        if (read == null) {
            read = read(contract, columns, information, environment);
            streams.put(contract.name(), read);
            read.stream.accountsSink().ifPresent(accountsSinks::add);
        }
        DataStream<RowData> events = read.stream.events(shown);
        // A partitioning without operator: the planner renames the transformation that it is given.
        return read.columns.equals(columns)
                ? events.forward()
                : projected(contract, read, events, columns, information);
    }

    /** If several tables show it, or one with more than its own columns, a stream is read with all that they can have. */
    private Read read(
            StreamContract contract,
            List<String> columns,
            Function<DataType, TypeInformation<RowData>> information,
            StreamExecutionEnvironment environment) {
        Set<Shown> shown = named.getOrDefault(contract.name(), EnumSet.allOf(Shown.class));
        boolean alone = shown.equals(EnumSet.of(Shown.ON_TIME));
        AddedColumns added = alone ? AddedColumns.NONE : AddedColumns.FATE;
        List<String> own = alone ? columns : columns(contract, Shown.ON_TIME);
        List<String> all = new ArrayList<>(own);
        all.addAll(added.names());
        JudgedTypes types = JudgedTypes.of(information, contract, own, added, List.of());
        return new Read(
                List.copyOf(all), JudgedStream.in(environment, contract, log, own, added, shown, List.of(), types));
    }

    private static DataStream<RowData> projected(
            StreamContract contract,
            Read read,
            DataStream<RowData> events,
            List<String> columns,
            Function<DataType, TypeInformation<RowData>> information) {
        if (!read.columns.containsAll(columns)) {
            throw new IllegalStateException(
                    "Stream '" + contract.name() + "' is read already with the columns "
                            + read.columns + " and now needs " + columns
                            + ". Put all statements that read it into one statement set, or plan them in sessions of their own.");
        }
        FieldType.Struct fields = AddedColumns.FATE.behind(contract.schema().fields());
        return events.map(RowProjection.of(fields, read.columns, columns))
                .returns(JudgedTypes.event(information, fields, columns));
    }
}
