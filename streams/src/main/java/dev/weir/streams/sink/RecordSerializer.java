package dev.weir.streams.sink;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.RowKeys;
import dev.weir.codec.RowRules;
import dev.weir.codec.StreamRowEncoder;
import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.streams.PortableContract;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.StreamMetrics;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Turns rows of one stream into its records, keyed as the contract says. */
final class RecordSerializer implements KafkaRecordSerializationSchema<RowData> {

    private static final long serialVersionUID = 1;

    private final PortableContract portable;
    private final PortableRegistry registry;
    private transient @Nullable StreamContract contract;
    private transient @Nullable StreamRowEncoder encoder;
    private transient @Nullable RowRules rules;
    private transient @Nullable RowKeys keys;
    private transient @Nullable Counter written;
    private transient @Nullable Meter rate;

    RecordSerializer(PortableContract portable, PortableRegistry registry) {
        this.portable = portable;
        this.registry = registry;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) throws RegistryUnavailableException {
        StreamContract opened = portable.contract();
        FieldType.Struct fields = opened.schema().fields();
        List<String> columns = FlinkTypes.columns(fields);
        contract = opened;
        encoder = new StreamRowEncoder(
                opened.schema(),
                registry.connect(opened.name(), new RegistryWait())
                        .register(opened.subject(), opened.schema(), opened.compatibility())
                        .id());
        rules = new RowRules(fields, opened.rules(), columns);
        if (written == null) { // Kafka's writer opens it twice, and a second counter of the same name isn't shown.
            MetricGroup metrics = StreamMetrics.of(context.getMetricGroup(), opened.name());
            written = metrics.counter(StreamMetrics.WRITTEN);
            rate = metrics.meter(StreamMetrics.WRITTEN_RATE, new MeterView(StreamMetrics.RATE_SECONDS));
        }
        keys = opened.key().isEmpty() ? null : new RowKeys(fields, opened.key(), columns);
    }

    /** How many columns a row has. */
    int columns() {
        return portable.contract().schema().fields().fields().size();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(RowData row, KafkaSinkContext context, Long timestamp) {
        try {
            byte[] key = keys == null ? null : keys.key(row);
            byte[] value = value(row);
            written.inc();
            rate.markEvent();
            return new ProducerRecord<>(contract.topic(), null, key, value);
        } catch (RecordRejectedException e) {
            throw new BrokenContractException(contract.name(), e);
        }
    }

    private byte @Nullable [] value(RowData row) throws RecordRejectedException {
        if (row.getRowKind() == RowKind.DELETE) {
            return null;
        }
        rules.check(row);
        return encoder.encode(row);
    }
}
