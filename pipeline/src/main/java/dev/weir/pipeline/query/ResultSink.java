package dev.weir.pipeline.query;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.types.Row;

/** Hands rows to the {@link ResultQueue} of this process that has the id. */
record ResultSink(String queue) implements Sink<Row> {

    @Override
    public SinkWriter<Row> createWriter(WriterInitContext context) {
        return new Writer(ResultQueue.find(queue));
    }

    private record Writer(ResultQueue queue) implements SinkWriter<Row> {

        @Override
        public void write(Row row, Context context) throws InterruptedException {
            queue.put(row);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
