package dev.weir.capture;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a snapshot that begins again, after one that was broken off, count as one: rows that the first has written and
 * that are gone from their table meanwhile would stay in the stream for ever, as nobody tells of them any more. They are
 * deleted before the snapshot ends, whose end is only remembered after that.
 */
final class RepeatedSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedSnapshot.class);

    /** Topics as tables. */
    interface Tables {
        /** The keys that a topic has now, the caller's own. */
        Set<ByteBuffer> liveKeys(String topic);

        /** Returns when the keys are gone for all readers. */
        void delete(String topic, Set<ByteBuffer> keys);
    }

    private final Tables tables;
    private final List<String> streams;
    private final Map<String, Set<ByteBuffer>> stale = new HashMap<>();
    private boolean runs;

    RepeatedSnapshot(Tables tables, List<String> streams) {
        this.tables = tables;
        this.streams = streams;
    }

    /** A row of the snapshot. */
    void has(String stream, byte[] key) {
        if (!runs) {
            streams.forEach(each -> stale.put(each, tables.liveKeys(each)));
            runs = true;
        }
        Set<ByteBuffer> keys = stale.get(stream);
        if (keys != null) {
            keys.remove(ByteBuffer.wrap(key));
        }
    }

    /** No more rows of the snapshot come. Does nothing if none came. */
    void end() {
        if (runs) {
            stale.values().removeIf(Set::isEmpty);
            stale.forEach((stream, keys) -> {
                LOG.info(
                        "Rows of a snapshot that was broken off are gone meanwhile stream={} rows={}",
                        stream,
                        keys.size());
                tables.delete(stream, keys);
            });
            stale.clear();
            runs = false;
        }
    }
}
