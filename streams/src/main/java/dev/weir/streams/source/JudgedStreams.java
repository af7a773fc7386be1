package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.Judged;
import dev.weir.streams.judge.RowProjection;
import dev.weir.streams.log.RecordLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/**
 * The streams that one job reads. However many queries use a stream, it is read, judged and counted once.
 *
 * <p>Flink merges the scans of one statement set into one that has all their columns; what it leaves apart shares the
 * judged stream here.
 */
public final class JudgedStreams {

    private record Judged(List<String> columns, DataStream<RowData> events) {}

    private final RecordLog log;
    private final Map<String, Judged> streams = new HashMap<>();
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

    /**
     * The judged events of a stream, with these columns.
     *
     * @throws IllegalStateException if the stream is read already with fewer columns
     */
    DataStream<RowData> events(
            StreamContract contract, List<String> columns, JudgedTypes types, StreamExecutionEnvironment environment) {
        Judged judged = streams.get(contract.name());
        if (judged == null) {
            JudgedStream stream = new JudgedStream(contract, log, columns, types);
            judged = new Judged(List.copyOf(columns), stream.events(environment));
            streams.put(contract.name(), judged);
            stream.accountsSink().ifPresent(accountsSinks::add);
        }
        // A partitioning without operator: the planner renames the transformation that it is given.
        return judged.columns.equals(columns) ? judged.events.forward() : projected(contract, judged, columns, types);
    }

    private static DataStream<RowData> projected(
            StreamContract contract, Judged judged, List<String> columns, JudgedTypes types) {
        if (!judged.columns.containsAll(columns)) {
            throw new IllegalStateException(
                    "Stream '" + contract.name() + "' is read already with the columns "
                            + judged.columns + " and now needs " + columns
                            + ". Put all statements that read it into one statement set, or plan them in sessions of their own.");
        }
        RowProjection projection = RowProjection.of(contract.schema().fields(), judged.columns, columns);
        return judged.events.map(projection).returns(types.event());
    }
}
