package dev.weir.streams.memory;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.table.data.RowData;

/** Writes records to a {@link MemoryLog}, whose driver decides what of them is committed. */
final class MemorySink implements Sink<RowData> {

    private static final long serialVersionUID = 1;

    private final String log;
    private final KafkaRecordSerializationSchema<RowData> serializer;

    MemorySink(String log, KafkaRecordSerializationSchema<RowData> serializer) {
        this.log = log;
        this.serializer = serializer;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        Subtask subtask = new Subtask(
                context.getTaskInfo().getIndexOfThisSubtask(),
                context.getTaskInfo().getNumberOfParallelSubtasks());
        try {
            serializer.open(context.asSerializationSchemaInitializationContext(), subtask);
        } catch (Exception e) {
            throw new IOException("The in-memory log can't be written: " + e.getMessage(), e);
        }
        return new Writer(MemoryLog.find(log), serializer, subtask);
    }

    private record Writer(MemoryLog memory, KafkaRecordSerializationSchema<RowData> serializer, Subtask subtask)
            implements SinkWriter<RowData> {

        @Override
        public void write(RowData row, Context context) {
            memory.write(serializer.serialize(row, subtask, context.timestamp()));
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    private record Subtask(int index, int count) implements KafkaSinkContext {

        @Override
        public int getParallelInstanceId() {
            return index;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return count;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[0];
        }
    }
}
