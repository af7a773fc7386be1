package dev.weir.streams.memory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Emits the entries of one input, with an output of its own for each partition, as the reader of Kafka has them. */
final class MemoryReader implements SourceReader<RowData, MemorySource.Position> {

    private final MemoryInput input;
    private final KafkaRecordDeserializationSchema<RowData> deserializer;
    private final Map<Integer, SourceOutput<RowData>> outputs = new TreeMap<>();
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private boolean started;
    private int read;

    MemoryReader(MemoryInput input, KafkaRecordDeserializationSchema<RowData> deserializer) {
        this.input = input;
        this.deserializer = deserializer;
    }

    @Override
    public void addSplits(List<MemorySource.Position> splits) {
        read = splits.get(0).read();
        input.begin(read);
        assigned.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) throws IOException {
        if (!assigned.isDone()) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (outputs.isEmpty()) {
            input.partitions().forEach(partition -> output(output, partition));
        }
        if (!started) {
            // Flink has made an output for the only split, which would hold the time of all partitions back.
            output.createOutputForSplit(MemorySource.Position.SPLIT);
            output.releaseOutputForSplit(MemorySource.Position.SPLIT);
            started = true;
        }
        MemoryEntry entry = input.next(read);
        if (entry == null) {
            return input.isEnded() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        emit(entry, output);
        read++;
        return InputStatus.MORE_AVAILABLE;
    }

    private void emit(MemoryEntry entry, ReaderOutput<RowData> output) throws IOException {
        if (entry instanceof MemoryEntry.Event event) {
            ConsumerRecord<byte[], byte[]> record = event.record();
            SourceOutput<RowData> partition = output(output, record.partition());
            deserializer.deserialize(record, new Collector<>() {
                @Override
                public void collect(RowData row) {
                    partition.collect(row, record.timestamp());
                }

                @Override
                public void close() {}
            });
            return;
        }
        if (outputs.isEmpty()) {
            output(output, 0);
        }
        if (entry instanceof MemoryEntry.Time time) {
            outputs.values().forEach(partition -> partition.emitWatermark(new Watermark(time.millis())));
        } else {
            outputs.values().forEach(SourceOutput::markIdle);
        }
    }

    private SourceOutput<RowData> output(ReaderOutput<RowData> output, int partition) {
        return outputs.computeIfAbsent(partition, unused -> output.createOutputForSplit(Integer.toString(partition)));
    }

    @Override
    public List<MemorySource.Position> snapshotState(long checkpoint) {
        return assigned.isDone() ? List.of(new MemorySource.Position(read)) : List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return assigned.isDone() ? input.changeAfter(read) : assigned;
    }

    @Override
    public void start() {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
