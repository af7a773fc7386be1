package dev.weir.simulate;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Over HTTP, in batches, on several connections. A gateway's readings all go over the same one, in their order; what isn't
 * acknowledged is sent again before what is newer.
 */
public final class HttpSender implements Sender {

    private static final int BATCH = 500;
    private static final int QUEUED_BATCHES = 2;
    private static final long LOOK_MILLIS = 100;
    private static final List<Delivery> END = List.of();

    private final Plant plant;
    private final SentCounts counts = new SentCounts();
    private final List<BlockingQueue<List<Delivery>>> queues = new ArrayList<>();
    private final List<List<Delivery>> batches = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final CountDownLatch ended;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long given;

    /**
     * @param stream where events are posted
     * @param key an API key; null for none
     * @param connections how many
     * @param giveUp after how long without an acknowledgement
     * @param threads runs a task for each connection until all is sent, or this is closed
     */
    public HttpSender(
            Plant plant, URI stream, @Nullable String key, int connections, Duration giveUp, Executor threads) {
        this.plant = plant;
        ended = new CountDownLatch(connections);
        HttpDoor door = new HttpDoor(stream, key);
        for (int i = 0; i < connections; i++) {
            BlockingQueue<List<Delivery>> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
            queues.add(queue);
            batches.add(new ArrayList<>());
            HttpConnection connection = new HttpConnection(door, counts, giveUp, closed);
            threads.execute(() -> work(queue, connection));
        }
    }

    @Override
    public void send(Delivery delivery) throws SendingException, InterruptedException {
        int connection = plant.gateway(delivery.sensor()) % queues.size();
        List<Delivery> batch = batches.get(connection);
        batch.add(delivery);
        given++;
        if (batch.size() == BATCH) {
            flush(connection);
        }
    }

    @Override
    public void flush() throws SendingException, InterruptedException {
        for (int i = 0; i < queues.size(); i++) {
            flush(i);
        }
    }

    private void flush(int connection) throws SendingException, InterruptedException {
        List<Delivery> batch = batches.get(connection);
        if (!batch.isEmpty()) {
            batches.set(connection, new ArrayList<>());
            put(queues.get(connection), batch);
        }
    }

    private void put(BlockingQueue<List<Delivery>> queue, List<Delivery> batch)
            throws SendingException, InterruptedException {
        do {
            throwFailure();
        } while (!queue.offer(batch, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public void settle() throws SendingException, InterruptedException {
        flush();
        for (Sent sent = counts.sent(); sent.acknowledged() + sent.refused() < given; sent = counts.sent()) {
            throwFailure();
            closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void finish() throws SendingException, InterruptedException {
        flush();
        for (BlockingQueue<List<Delivery>> queue : queues) {
            put(queue, END);
        }
        ended.await();
        throwFailure();
    }

    @Override
    public Sent sent() {
        return counts.sent();
    }

    @Override
    public int connections() {
        return queues.size();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void throwFailure() throws SendingException {
        Exception why = failure.get();
        if (why != null) {
            throw new SendingException(String.valueOf(why.getMessage()), why);
        }
    }

    private void work(BlockingQueue<List<Delivery>> queue, HttpConnection connection) {
        try {
            while (closed.getCount() > 0) {
                List<Delivery> batch = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (batch == END) {
                    return;
                }
                if (batch != null) {
                    connection.send(lines(batch));
                }
            }
        } catch (SendingException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
            closed.countDown();
        } finally {
            ended.countDown();
        }
    }

    private List<String> lines(List<Delivery> batch) {
        List<String> lines = new ArrayList<>(batch.size());
        for (Delivery delivery : batch) {
            lines.add(plant.reading(delivery.sensor(), delivery.number()).json());
        }
        return lines;
    }
}
