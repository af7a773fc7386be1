package dev.weir.streams.memory;

import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.log.RecordLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of streams in this process, for one planned job at a time whose parallelism is 1. Tasks find it by an id
 * that travels with the job. Watermarks follow each event at once, so that nothing depends on a clock.
 *
 * <p>Thread-safe: a driver appends and waits, tasks read and write.
 */
public final class MemoryLog implements RecordLog, AutoCloseable {

    private static final ConcurrentMap<String, MemoryLog> LOGS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
    private final Map<String, MemoryInput> inputs = new HashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

    public MemoryLog() {
        LOGS.put(id, this);
    }

    /** @throws IllegalStateException if the log is closed, or the task runs in another process */
    static MemoryLog find(String id) {
        return Optional.ofNullable(LOGS.get(id))
                .orElseThrow(() -> new IllegalStateException("The in-memory log of this job is closed."));
    }

    /** The registry that reading and writing tasks ask. */
    public SchemaRegistry schemas() {
        return schemas;
    }

    /** What a stream's readers get; made when first asked for. */
    public MemoryInput input(String stream) {
        synchronized (inputs) {
            return inputs.computeIfAbsent(stream, unused -> new MemoryInput());
        }
    }

    /** The streams that the planned job reads. */
    public Set<String> read() {
        synchronized (inputs) {
            return Set.copyOf(inputs.keySet());
        }
    }

    /** Makes all inputs empty and forgets what was written. */
    public void clear() {
        synchronized (inputs) {
            inputs.values().forEach(MemoryInput::clear);
        }
        takeWritten();
    }

    void write(ProducerRecord<byte[], byte[]> written) {
        synchronized (this.written) {
            this.written.add(written);
        }
    }

    /** What was written since the last call. */
    public List<ProducerRecord<byte[], byte[]>> takeWritten() {
        synchronized (written) {
            List<ProducerRecord<byte[], byte[]>> taken = List.copyOf(written);
            written.clear();
            return taken;
        }
    }

    @Override
    public Source<RowData, ?, ?> source(StreamContract contract, Reading reading) {
        input(contract.name());
        return new MemorySource(id, contract.name(), reading);
    }

    @Override
    public String ledgerName() {
        return "";
    }

    @Override
    public Sink<RowData> sink(
            StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name) {
        return new MemorySink(id, serializer);
    }

    @Override
    public PortableRegistry registry() {
        String log = id;
        return (stream, wait) -> find(log).schemas();
    }

    @Override
    public void close() {
        LOGS.remove(id);
    }
}
