package dev.weir.streams.memory;

import dev.weir.streams.RegistryWait;
import dev.weir.streams.judge.Batch;
import dev.weir.streams.judge.Judge;
import dev.weir.streams.judge.JudgedPartition;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.judge.RecordReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Emits the entries of one input, with an output of its own for each partition, as the reader of Kafka has them. */
final class MemoryReader implements SourceReader<RowData, MemorySource.Position> {

    private final MemoryInput input;
    private final RecordReader reader;
    private final Reading reading;
    private final Judge judge;
    private final Map<Integer, JudgedPartition> judged = new TreeMap<>();
    private final Map<Integer, SourceOutput<RowData>> outputs = new TreeMap<>();
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private boolean started;
    private int read;

    MemoryReader(MemoryInput input, Reading reading, Judge judge) {
        this.input = input;
        this.reader = reading.open(new RegistryWait());
        this.reading = reading;
        this.judge = judge;
    }

    @Override
    public void addSplits(List<MemorySource.Position> splits) {
        MemorySource.Position position = splits.get(0);
        read = position.read();
        position.judged().forEach((partition, state) -> begin(partition, reading.partition(partition, state)));
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

    private JudgedPartition begin(int partition, JudgedPartition begun) {
        judged.put(partition, begun);
        judge.begin(begun);
        return begun;
    }

    private void emit(MemoryEntry entry, ReaderOutput<RowData> output) throws IOException {
        if (entry instanceof MemoryEntry.Event event) {
            ConsumerRecord<byte[], byte[]> record = event.record();
            Batch batch = reader.batch(record.partition(), record.offset(), 1);
            reader.readArrays(record, batch);
            judge.judge(batch, judged(record.partition()), output(output, record.partition()));
            return;
        }
        if (outputs.isEmpty()) {
            output(output, 0);
        }
        if (entry instanceof MemoryEntry.Time time) {
            outputs.forEach((partition, of) -> {
                judge.passTo(time.millis(), judged(partition), of);
                of.emitWatermark(new Watermark(time.millis()));
            });
        } else {
            outputs.values().forEach(SourceOutput::markIdle);
        }
    }

    private JudgedPartition judged(int partition) {
        JudgedPartition known = judged.get(partition);
        return known == null ? begin(partition, reading.partition(partition)) : known;
    }

    private SourceOutput<RowData> output(ReaderOutput<RowData> output, int partition) {
        return outputs.computeIfAbsent(partition, unused -> output.createOutputForSplit(Integer.toString(partition)));
    }

    @Override
    public List<MemorySource.Position> snapshotState(long checkpoint) {
        judge.snapshot(checkpoint);
        Map<Integer, byte[]> states = new TreeMap<>();
        judged.forEach((partition, of) -> states.put(partition, of.toBytes()));
        return assigned.isDone() ? List.of(new MemorySource.Position(read, states)) : List.of();
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
