package dev.weir.streams.memory;

import dev.weir.streams.judge.Judge;
import dev.weir.streams.judge.Reading;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** Reads one stream of a {@link MemoryLog} with one reader, whose only split is how far it has read. */
final class MemorySource
        implements Source<RowData, MemorySource.Position, MemorySource.Position>, ResultTypeQueryable<RowData> {

    private static final long serialVersionUID = 1;

    /**
     * @param read how many entries were emitted; as the enumerator's state, 1 if the split was assigned
     * @param judged by partition, what its events are judged by
     */
    record Position(int read, Map<Integer, byte[]> judged) implements SourceSplit {

        static final String SPLIT = "all";

        Position(int read) {
            this(read, Map.of());
        }

        @Override
        public String splitId() {
            return SPLIT;
        }
    }

    private final String log;
    private final String stream;
    private final Reading reading;

    MemorySource(String log, String stream, Reading reading) {
        this.log = log;
        this.stream = stream;
        this.reading = reading;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return reading.judged();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<RowData, Position> createReader(SourceReaderContext context) {
        return new MemoryReader(MemoryLog.find(log).input(stream), reading, new Judge(context.metricGroup(), reading));
    }

    @Override
    public SplitEnumerator<Position, Position> createEnumerator(SplitEnumeratorContext<Position> context) {
        return new Assignment(context, false);
    }

    @Override
    public SplitEnumerator<Position, Position> restoreEnumerator(
            SplitEnumeratorContext<Position> context, Position checkpoint) {
        return new Assignment(context, checkpoint.read > 0);
    }

    @Override
    public SimpleVersionedSerializer<Position> getSplitSerializer() {
        return new PositionSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Position> getEnumeratorCheckpointSerializer() {
        return new PositionSerializer();
    }

    /** Gives the split to the first reader. */
    private static final class Assignment implements SplitEnumerator<Position, Position> {

        private final SplitEnumeratorContext<Position> context;
        private boolean assigned;

        Assignment(SplitEnumeratorContext<Position> context, boolean assigned) {
            this.context = context;
            this.assigned = assigned;
        }

        @Override
        public void addReader(int subtask) {
            if (!assigned) {
                context.assignSplit(new Position(0), subtask);
                assigned = true;
            }
        }

        @Override
        public void addSplitsBack(List<Position> splits, int subtask) {
            // The job doesn't restart by itself, so that no split comes back.
        }

        @Override
        public Position snapshotState(long checkpoint) {
            return new Position(assigned ? 1 : 0);
        }

        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, String host) {}

        @Override
        public void close() {}
    }

    private static final class PositionSerializer implements SimpleVersionedSerializer<Position> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Position position) {
            int size = 2 * Integer.BYTES;
            for (byte[] judged : position.judged.values()) {
                size += 2 * Integer.BYTES + judged.length;
            }
            ByteBuffer out = ByteBuffer.allocate(size).putInt(position.read).putInt(position.judged.size());
            position.judged.forEach((partition, judged) ->
                    out.putInt(partition).putInt(judged.length).put(judged));
            return out.array();
        }

        @Override
        public Position deserialize(int version, byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int read = in.getInt();
            Map<Integer, byte[]> judged = new TreeMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                int partition = in.getInt();
                byte[] state = new byte[in.getInt()];
                in.get(state);
                judged.put(partition, state);
            }
            return new Position(read, judged);
        }
    }
}
