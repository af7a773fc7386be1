package dev.weir.streams.source;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.RowProjection;
import dev.weir.streams.judge.Shown;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.rollup.RollupSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
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

    /**
     * @param columns the columns of its events, the added ones included
     * @param added those
     */
    private record Read(List<String> columns, AddedColumns added, JudgedStream stream) {}

    private final RecordLog log;
    private final Map<String, Set<Shown>> named = new HashMap<>();
    private final Map<String, TreeMap<String, RollupTable>> rollups = new HashMap<>();
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

    /** What the job rolls up, as far as it is planned, by stream and name. */
    public List<RollupTable> rolledUp() {
        return streams.keySet().stream()
                .sorted()
                .flatMap(stream -> rollups.getOrDefault(stream, new TreeMap<>()).values().stream())
                .toList();
    }

    /** A query names this table; all are named before the first is read. */
    public void named(StreamContract contract, Shown shown) {
        named.computeIfAbsent(contract.name(), stream -> EnumSet.noneOf(Shown.class))
                .add(shown);
    }

    /** A query names this roll-up; all are named before the stream is first read. */
    public void named(RollupTable rollup) {
        rollups.computeIfAbsent(rollup.stream().name(), stream -> new TreeMap<>())
                .put(rollup.spec().name(), rollup);
    }

    /** Forgets what was named until now: those queries were only looked at. */
    public void forgetNamed() {
        named.clear();
        rollups.clear();
    }

    /** The roll-ups of a stream, by name. */
    private List<RollupTable> rollups(StreamContract contract) {
        return List.copyOf(
                rollups.getOrDefault(contract.name(), new TreeMap<>()).values());
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
        Read read = readOnce(contract, columns, information, environment);
        DataStream<RowData> events = read.stream.events(shown);
        // A partitioning without operator: the planner renames the transformation that it is given.
        return read.columns.equals(columns)
                ? events.forward()
                : projected(contract, read, events, columns, information);
    }

    /**
     * The rows of a roll-up, of the type of its table.
     *
     * @param information how the planner's runtime serializes rows of a type
     */
    DataStream<RowData> windows(
            RollupTable rollup,
            Function<DataType, TypeInformation<RowData>> information,
            StreamExecutionEnvironment environment) {
        Read read = readOnce(rollup.stream(), columns(rollup.stream(), Shown.ON_TIME), information, environment);
        return read.stream.rollup(rollups(rollup.stream()).indexOf(rollup)).forward();
    }

    private Read readOnce(
            StreamContract contract,
            List<String> columns,
            Function<DataType, TypeInformation<RowData>> information,
            StreamExecutionEnvironment environment) {
        Read read = streams.get(contract.name());
        if (read == null) {
            read = read(contract, columns, information, environment);
            streams.put(contract.name(), read);
            read.stream.accountsSink().ifPresent(accountsSinks::add);
        }
        return read;
    }

    /** If several tables show it, or one with more than its own columns, a stream is read with all that they can have. */
    private Read read(
            StreamContract contract,
            List<String> columns,
            Function<DataType, TypeInformation<RowData>> information,
            StreamExecutionEnvironment environment) {
        List<RollupTable> windows = rollups(contract);
        Set<Shown> shown = named.getOrDefault(
                contract.name(),
                windows.isEmpty() ? EnumSet.complementOf(EnumSet.of(Shown.CHANGES)) : EnumSet.noneOf(Shown.class));
        boolean alone = shown.equals(EnumSet.of(Shown.ON_TIME));
        AddedColumns added = added(contract, shown);
        List<String> own =
                shown.isEmpty() ? List.of() : alone && windows.isEmpty() ? columns : columns(contract, Shown.ON_TIME);
        List<String> all = new ArrayList<>(own);
        all.addAll(added.names());
        List<RollupSpec> specs = windows.stream().map(RollupTable::spec).toList();
        JudgedTypes types = JudgedTypes.of(information, contract, own, added, specs);
        return new Read(
                List.copyOf(all), added, JudgedStream.in(environment, contract, log, own, added, shown, specs, types));
    }

    /** What is behind the columns of all tables that are read. */
    private static AddedColumns added(StreamContract contract, Set<Shown> shown) {
        Set<AddedColumns> added = EnumSet.noneOf(AddedColumns.class);
        shown.forEach(table -> added.add(table.added()));
        if (!added.contains(AddedColumns.REVISION)) {
            return added.contains(AddedColumns.FATE) ? AddedColumns.FATE : AddedColumns.NONE;
        }
        if (added.size() > 1) {
            String name = contract.name();
            throw new ValidationException("A pipeline can't read both '" + name + "' and '" + name
                    + Shown.CHANGES.suffix() + "': the newest row of each key can be had of the changes, too.");
        }
        return AddedColumns.REVISION;
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
        FieldType.Struct fields = read.added.behind(contract.schema().fields());
        return events.map(RowProjection.of(fields, read.columns, columns))
                .returns(JudgedTypes.event(information, fields, columns));
    }
}
