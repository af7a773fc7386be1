package dev.weir.benchmarks.way;

import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;

/**
 * Flink as somebody would tune it who drops repeats by hand: rows decoded by hand for this one schema, shuffled by sensor, a
 * function that keeps bits of sequences in keyed state, then the window in tuned SQL and the stock sink.
 */
final class KeyedDeduplication implements Way {

    private static final int SEQUENCE = 1;

    private static final InternalTypeInfo<RowData> ROWS = InternalTypeInfo.of(RowType.of(
            false,
            new LogicalType[] {
                new VarCharType(false, VarCharType.MAX_LENGTH),
                new BigIntType(false),
                new TimestampType(false, 3),
                new DoubleType(false),
                new DoubleType(false)
            },
            new String[] {"sensor_id", "seq", "event_time", "vibration", "temperature"}));

    @Override
    public void run(Job job) throws Exception {
        URI flink = LocalFlink.start(job).address();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                flink.getHost(), flink.getPort(), StockFlinkSql.configuration(job, true));
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set("table.local-time-zone", "UTC");
        StockFlinkSql.tune(tables);
        DataStream<RowData> once = environment
                .fromSource(source(job), watermarks(), "telemetry", ROWS)
                .keyBy(row -> row.getString(0).toString(), Types.STRING)
                .process(new FirstOfEach())
                .returns(ROWS);
        tables.createTemporaryView("readings", tables.fromDataStream(once, schema()));
        tables.executeSql(StockFlinkSql.sink(job));
        tables.executeSql("INSERT INTO features\n" + StockFlinkSql.WINDOWS);
    }

    private static KafkaSource<RowData> source(Job job) {
        return KafkaSource.<RowData>builder()
                .setBootstrapServers(job.kafka())
                .setGroupId(job.name())
                .setTopics(List.of(job.topic()))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new ReadingRows())
                .setProperty("fetch.min.bytes", "1000000")
                .setProperty("fetch.max.wait.ms", "100")
                .setProperty("max.partition.fetch.bytes", "8000000")
                .setProperty("max.poll.records", "10000")
                .setProperty("receive.buffer.bytes", "1000000")
                .build();
    }

    private static WatermarkStrategy<RowData> watermarks() {
        return WatermarkStrategy.<RowData>forBoundedOutOfOrderness(Duration.ofMillis(Telemetry.DISORDER_MILLIS))
                .withTimestampAssigner((row, taken) -> row.getTimestamp(2, 3).getMillisecond());
    }

    private static Schema schema() {
        return Schema.newBuilder()
                .column("sensor_id", "STRING NOT NULL")
                .column("seq", "BIGINT NOT NULL")
                .column("event_time", "TIMESTAMP(3) NOT NULL")
                .column("vibration", "DOUBLE NOT NULL")
                .column("temperature", "DOUBLE NOT NULL")
                .watermark("event_time", "SOURCE_WATERMARK()")
                .build();
    }

    /** Decodes by hand. */
    private static final class ReadingRows implements DeserializationSchema<RowData> {

        private static final long serialVersionUID = 1;

        private transient ReadingFormat format;

        @Override
        public void open(InitializationContext context) {
            format = new ReadingFormat();
        }

        @Override
        public RowData deserialize(byte[] value) {
            format.read(value);
            return GenericRowData.of(
                    StringData.fromString(
                            new String(value, format.nameOffset(), format.nameLength(), StandardCharsets.US_ASCII)),
                    format.sequence(),
                    TimestampData.fromEpochMillis(format.time()),
                    format.vibration(),
                    format.temperature());
        }

        @Override
        public boolean isEndOfStream(RowData row) {
            return false;
        }

        @Override
        public TypeInformation<RowData> getProducedType() {
            return ROWS;
        }
    }

    /** Passes on what its sensor hasn't sent before. */
    private static final class FirstOfEach extends KeyedProcessFunction<String, RowData, RowData> {

        private static final long serialVersionUID = 1;

        private transient ValueState<long[]> memory;

        @Override
        public void open(OpenContext context) {
            memory = getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            "sequences", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void processElement(RowData row, Context context, Collector<RowData> out) throws Exception {
            long[] sequences = memory.value();
            if (sequences == null) {
                sequences = SequenceBits.none();
            }
            boolean isNew = SequenceBits.add(sequences, row.getLong(SEQUENCE));
            memory.update(sequences);
            if (isNew) {
                out.collect(row);
            }
        }
    }
}
