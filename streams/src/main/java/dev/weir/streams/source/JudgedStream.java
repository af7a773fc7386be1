package dev.weir.streams.source;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.RecordLog;
import dev.weir.streams.sink.StreamSinks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/** One stream in one job: {@code x: read}, {@code x: judge} and the sink of its dead letters. */
final class JudgedStream {

    /**
     * How long a producer's sequence number is remembered in event time. By sequence, repeats are told like ids until
     * the source keeps each producer's highest number and the ranges missing below it.
     */
    static final Duration SEQUENCE_HORIZON = Duration.ofHours(24);

    private final StreamContract contract;
    private final RecordLog log;
    private final List<String> columns;
    private final boolean revisions;
    private final JudgedTypes types;
    private final OutputTag<RowData> deadTag;
    private Optional<Transformation<?>> deadLetterSink = Optional.empty();

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
        this.deadTag = new OutputTag<>("dead", types.deadLetter());
    }

    /** Adds the operators; to be called once. */
    DataStream<RowData> events(StreamExecutionEnvironment environment) {
        SingleOutputStreamOperator<RowData> judged =
                judged(arrivals(environment)).name(contract.name() + ": judge").uid("judge:" + contract.name());
        if (log.keepsDeadLetters() && !DeadLetters.isDeadLetterStream(contract)) {
            deadLetterSink = Optional.of(StreamSinks.write(
                            judged.getSideOutput(deadTag),
                            DeadLetter.contractFor(contract),
                            log,
                            contract.name() + "$dead",
                            DeadLetter.contractFor(contract).name())
                    .uid("dead:" + contract.name())
                    // Dead letters are rare; one transaction after another is enough.
                    .setParallelism(1)
                    .getTransformation());
        }
        return judged;
    }

    /** Empty for a stream that is itself one of dead letters, which Weir alone writes, and where the log keeps none. */
    Optional<Transformation<?>> deadLetterSink() {
        return deadLetterSink;
    }

    private SingleOutputStreamOperator<RowData> arrivals(StreamExecutionEnvironment environment) {
        EventTime time = contract.time();
        long disorder = time == null ? 0 : time.disorder().toMillis();
        SingleOutputStreamOperator<RowData> arrivals = environment
                .fromSource(
                        log.source(
                                contract,
                                new RecordDeserializer(
                                        new PortableContract(contract),
                                        log.registry(),
                                        columns,
                                        revisions,
                                        types.arrival())),
                        log.watermarks(WatermarkStrategy.forGenerator(unused -> new PartitionWatermarks(disorder))),
                        contract.name() + ": read")
                .uid("source:" + contract.name());
        return partitionWise(arrivals);
    }

    /** A reading subtask without partition would hold back the stream's time for ever. */
    private SingleOutputStreamOperator<RowData> partitionWise(SingleOutputStreamOperator<RowData> operator) {
        int parallelism = operator.getExecutionEnvironment().getParallelism();
        return parallelism > contract.partitions() ? operator.setParallelism(contract.partitions()) : operator;
    }

    private SingleOutputStreamOperator<RowData> judged(SingleOutputStreamOperator<RowData> arrivals) {
        Judgement judgement = new Judgement(
                contract.name(),
                columns.size() + (revisions ? Revisions.COLUMNS.size() : 0),
                DeadLetters.columns(),
                deadTag);
        Identity identity = contract.identity();
        if (identity == null || contract.mode() != Mode.APPEND) {
            return partitionWise(arrivals.process(new JudgeEach(judgement)).returns(types.event()));
        }
        Duration within = identity instanceof Identity.ById byId ? byId.within() : SEQUENCE_HORIZON;
        return arrivals.keyBy(Arrival::id, Types.STRING)
                .process(new JudgeRepeats(judgement, within.toMillis()))
                .returns(types.event());
    }
}
