package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.DeadLetters;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.judge.Shown;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.sink.StreamSinks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/** One stream in one job: {@code x: read}, {@code x: judge}, {@code x: correct v} for each view that corrects, and the sink of its accounts. */
final class JudgedStream {

    private final SingleOutputStreamOperator<RowData> judged;
    private final Accounting.Outputs outputs;
    /** By number of the roll-up. */
    private final List<DataStream<RowData>> windows;

    private final Optional<Transformation<?>> accountsSink;

    private JudgedStream(
            SingleOutputStreamOperator<RowData> judged,
            Accounting.Outputs outputs,
            List<DataStream<RowData>> windows,
            Optional<Transformation<?>> accountsSink) {
        this.judged = judged;
        this.outputs = outputs;
        this.windows = windows;
        this.accountsSink = accountsSink;
    }

    /**
     * Adds the operators to a job, once for each stream.
     *
     * @param columns those of the stream that its events shall have
     * @param added what they shall have behind them
     * @param shown which of its tables may be read
     * @param rollups what is computed where it is read
     */
    static JudgedStream in(
            StreamExecutionEnvironment environment,
            StreamContract contract,
            RecordLog log,
            List<String> columns,
            AddedColumns added,
            Set<Shown> shown,
            List<RollupSpec> rollups,
            JudgedTypes types) {
        Accounting.Outputs outputs = new Accounting.Outputs(
                new OutputTag<>("late", types.event()),
                new OutputTag<>("duplicate", types.event()),
                new OutputTag<>("all", types.event()),
                new OutputTag<>("accounts", types.account()),
                IntStream.range(0, rollups.size())
                        .mapToObj(number -> new OutputTag<>(
                                "rollup" + number, types.rollups().get(number)))
                        .toList());
        boolean accounts = log.keepsAccounts() && !DeadLetters.isDeadLetterStream(contract);
        String ledger = accounts ? log.ledgerName() : "";
        Reading reading = new Reading(contract, log.registry(), columns, added, shown, rollups, types.judged(), ledger);
        // The source emits each partition's watermark itself.
        SingleOutputStreamOperator<RowData> read = environment
                .fromSource(log.source(contract, reading), WatermarkStrategy.noWatermarks(), contract.name() + ": read")
                .uid("source:" + contract.name());
        SingleOutputStreamOperator<RowData> judged = partitionWise(read, contract)
                .transform(
                        contract.name() + ": judge",
                        types.event(),
                        new Accounting(
                                outputs,
                                ledger,
                                contract.name(),
                                columns.size() + added.fields().size(),
                                shown.contains(Shown.ALL)))
                .uid("judge:" + contract.name());
        partitionWise(judged, contract);
        return new JudgedStream(
                judged,
                outputs,
                IntStream.range(0, rollups.size())
                        .mapToObj(number -> windows(
                                judged.getSideOutput(outputs.rollups().get(number)),
                                rollups.get(number),
                                contract,
                                types.windows().get(number)))
                        .toList(),
                accounts ? Optional.of(accountsSink(judged, outputs, contract, log)) : Optional.empty());
    }

    private static DataStream<RowData> windows(
            DataStream<RowData> rolledUp, RollupSpec rollup, StreamContract contract, TypeInformation<RowData> type) {
        return rollup.correctMillis() == 0 ? rolledUp : CorrectedWindows.of(rolledUp, rollup, contract, type);
    }

    private static Transformation<?> accountsSink(
            SingleOutputStreamOperator<RowData> judged,
            Accounting.Outputs outputs,
            StreamContract contract,
            RecordLog log) {
        return StreamSinks.writeAccounts(judged.getSideOutput(outputs.accounts()), contract, log)
                .uid("dead:" + contract.name())
                // They are rare; one transaction after another is enough.
                .setParallelism(1)
                .getTransformation();
    }

    /** A reading subtask without partition would hold back the stream's time for ever. */
    private static SingleOutputStreamOperator<RowData> partitionWise(
            SingleOutputStreamOperator<RowData> operator, StreamContract contract) {
        int parallelism = operator.getExecutionEnvironment().getParallelism();
        return parallelism > contract.partitions() ? operator.setParallelism(contract.partitions()) : operator;
    }

    DataStream<RowData> events(Shown shown) {
        return switch (shown) {
            case ON_TIME, CHANGES -> judged;
            case LATE -> judged.getSideOutput(outputs.late());
            case DUPLICATE -> judged.getSideOutput(outputs.duplicate());
            case ALL -> judged.getSideOutput(outputs.all());
        };
    }

    /**
     * The rows of a roll-up.
     *
     * @param number its place among those that the stream was added with
     */
    DataStream<RowData> rollup(int number) {
        return windows.get(number);
    }

    /** Empty for a stream that is itself one of dead letters, which Weir alone writes, and where the log keeps none. */
    Optional<Transformation<?>> accountsSink() {
        return accountsSink;
    }
}
