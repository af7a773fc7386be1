package dev.weir.pipeline.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.types.Row;

/** The way from the task that computes a result to whoever looks at it; a slow reader slows the query down. */
final class ResultQueue implements AutoCloseable {

    private static final int CAPACITY = 10_000;
    private static final Map<String, ResultQueue> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final BlockingQueue<Row> rows = new ArrayBlockingQueue<>(CAPACITY);

    ResultQueue() {
        OPEN.put(id, this);
    }

    /** @throws IllegalStateException if nobody looks any more */
    static ResultQueue find(String id) {
        ResultQueue queue = OPEN.get(id);
        if (queue == null) {
            throw new IllegalStateException("Nobody reads this result any more.");
        }
        return queue;
    }

    String id() {
        return id;
    }

    void put(Row row) throws InterruptedException {
        rows.put(row);
    }

    /** What is there, after waiting at most that long for something to come. */
    List<Row> poll(long millis) throws InterruptedException {
        List<Row> some = new ArrayList<>();
        Row first = rows.poll(millis, TimeUnit.MILLISECONDS);
        if (first != null) {
            some.add(first);
            rows.drainTo(some);
        }
        return some;
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }
}
