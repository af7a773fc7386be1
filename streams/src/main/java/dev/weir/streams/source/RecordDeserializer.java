package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.streams.PortableContract;
import dev.weir.streams.PortableRegistry;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Turns each record into exactly one {@link Arrival}: its event, or its dead letter. */
final class RecordDeserializer implements KafkaRecordDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1;

    private final PortableContract contract;
    private final PortableRegistry registry;
    private final List<String> columns;
    private final boolean revisions;
    private final TypeInformation<RowData> arrivals;
    private transient @Nullable RecordReader reader;

    RecordDeserializer(
            PortableContract contract,
            PortableRegistry registry,
            List<String> columns,
            boolean revisions,
            TypeInformation<RowData> arrivals) {
        this.contract = contract;
        this.registry = registry;
        this.columns = List.copyOf(columns);
        this.revisions = revisions;
        this.arrivals = arrivals;
    }

    @Override
    public void open(InitializationContext context) {
        StreamContract opened = contract.contract();
        reader = new RecordReader(opened, registry.connect(opened.name()), columns, revisions);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RowData> out) throws IOException {
        out.collect(arrival(record));
    }

    private RowData arrival(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try {
            return reader.read(record);
        } catch (RecordRejectedException e) {
            if (DeadLetters.isDeadLetterStream(contract.contract())) {
                throw new IOException(
                        "Topic '" + record.topic() + "' is written by Weir only, but the record at offset "
                                + record.offset() + " of partition " + record.partition() + " is no dead letter. "
                                + e.getMessage() + ". Find out who else writes there.",
                        e);
            }
            return Arrival.dead(DeadLetters.row(record, e), StringData.fromString(DeadLetters.id(record)));
        } catch (RegistryUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return arrivals;
    }
}
