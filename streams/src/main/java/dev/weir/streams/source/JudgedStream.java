package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.DeadLetters;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.judge.Revisions;
import dev.weir.streams.log.RecordLog;
import dev.weir.streams.sink.StreamSinks;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/** One stream in one job: {@code x: read}, {@code x: judge} and the sink of its accounts. */
final class JudgedStream {

    private final StreamContract contract;
    private final RecordLog log;
    private final List<String> columns;
    private final boolean revisions;
    private final JudgedTypes types;
    private final Accounting.Outputs outputs;
    private Optional<Transformation<?>> accountsSink = Optional.empty();

    JudgedStream(StreamContract contract, RecordLog log, List<String> columns, JudgedTypes types) {
        this(contract, log, columns, false, types);
    }

    /** @param revisions true if each record is a row of its own, with the columns of {@link Revisions} at its end */
    JudgedStream(StreamContract contract, RecordLog log, List<String> columns, boolean revisions, JudgedTypes types) {
        this.contract = contract;
        this.log = log;
        this.columns = columns;
        this.revisions = revisions;
        this.types = types;
        this.outputs = new Accounting.Outputs(
                new OutputTag<>("late", types.event()),
                new OutputTag<>("duplicate", types.event()),
                new OutputTag<>("accounts", types.account()));
    }

    /** Adds the operators; to be called once. */
    DataStream<RowData> events(StreamExecutionEnvironment environment) {
        boolean accounts = log.keepsAccounts() && !DeadLetters.isDeadLetterStream(contract);
        SingleOutputStreamOperator<RowData> judged = partitionWise(partitionWise(read(environment))
                        .transform(
                                contract.name() + ": judge",
                                types.event(),
                                new Accounting(
                                        outputs,
                                        accounts ? log.ledgerName() : "",
                                        contract.name(),
                                        columns.size() + (revisions ? Revisions.COLUMNS.size() : 0))))
                .uid("judge:" + contract.name());
        if (accounts) {
            accountsSink =
                    Optional.of(StreamSinks.writeAccounts(judged.getSideOutput(outputs.accounts()), contract, log)
                            .uid("dead:" + contract.name())
                            // They are rare; one transaction after another is enough.
                            .setParallelism(1)
                            .getTransformation());
        }
        return judged.union(judged.getSideOutput(outputs.late()));
    }

    /** Empty for a stream that is itself one of dead letters, which Weir alone writes, and where the log keeps none. */
    Optional<Transformation<?>> accountsSink() {
        return accountsSink;
    }

    private SingleOutputStreamOperator<RowData> read(StreamExecutionEnvironment environment) {
        Reading reading = new Reading(contract, log.registry(), columns, revisions, types.judged());
        // The source emits each partition's watermark itself.
        return environment
                .fromSource(log.source(contract, reading), WatermarkStrategy.noWatermarks(), contract.name() + ": read")
                .uid("source:" + contract.name());
    }

    /** A reading subtask without partition would hold back the stream's time for ever. */
    private SingleOutputStreamOperator<RowData> partitionWise(SingleOutputStreamOperator<RowData> operator) {
        int parallelism = operator.getExecutionEnvironment().getParallelism();
        return parallelism > contract.partitions() ? operator.setParallelism(contract.partitions()) : operator;
    }
}
