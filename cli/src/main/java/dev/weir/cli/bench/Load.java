package dev.weir.cli.bench;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Sends events to Kafka at a rate, whatever becomes of them: what is due is sent, and how far it falls behind its schedule is
 * known. Each partition is written by one thread, so that the order within is that of the events. One thread steers it.
 */
public final class Load implements AutoCloseable {

    /** How far a load has come since its rate was set. */
    public record Progress(long due, long sent, long blockedNanos) {}

    private final List<Lane> lanes;
    private final List<Sender> senders = new ArrayList<>();
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();

    /**
     * @param kafka bootstrap servers
     * @param threads how many send; at least 1
     */
    public Load(String kafka, List<Lane> lanes, int threads) {
        this.lanes = List.copyOf(lanes);
        for (int i = 0; i < threads; i++) {
            senders.add(new Sender(kafka, part(i, threads), i == 0 ? silent() : List.of()));
        }
        AtomicInteger started = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "load-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        senders.forEach(sender -> running.add(this.threads.submit(sender)));
    }

    /** The events that one thread sends. */
    private List<Sender.Part> part(int thread, int threads) {
        List<Sender.Part> parts = new ArrayList<>();
        for (Lane lane : lanes) {
            int[] events = IntStream.range(0, lane.events().size())
                    .filter(event -> owner(lane, event) % threads == thread)
                    .toArray();
            double share = lane.share() * events.length / lane.events().size();
            parts.add(new Sender.Part(lane, events, share));
        }
        return parts;
    }

    private static int owner(Lane lane, int event) {
        byte[] key = lane.events().key(event);
        return key == null
                ? event
                : Utils.toPositive(Utils.murmur2(key)) % lane.contract().partitions();
    }

    /** The partitions into which no event goes: as from the door, a heartbeat says that time goes on in them. */
    private List<Sender.Silent> silent() {
        List<Sender.Silent> silent = new ArrayList<>();
        for (Lane lane : lanes) {
            if (Heartbeat.fits(lane.contract()) && !lane.contract().key().isEmpty()) {
                boolean[] filled = new boolean[lane.contract().partitions()];
                for (int event = 0; event < lane.events().size(); event++) {
                    filled[owner(lane, event)] = true;
                }
                for (int partition = 0; partition < filled.length; partition++) {
                    if (!filled[partition]) {
                        silent.add(new Sender.Silent(lane.contract().topic(), partition));
                    }
                }
            }
        }
        return silent;
    }

    /** Sends all events of the streams that hold state once, so that there is something to join; waits until Kafka has them. */
    public void fill() throws LoadFailedException {
        check();
        for (Sender sender : senders) {
            sender.fill(lane -> lane.contract().mode() != Mode.APPEND);
        }
    }

    /** Sends at this rate from now on, in events per second. */
    public void start(long rate) {
        long now = System.nanoTime();
        senders.forEach(sender -> sender.pace(new Sender.Pace(rate, now)));
    }

    /** Sends nothing more until the next start; waits until Kafka has what was sent. */
    public void pause() throws LoadFailedException {
        senders.forEach(sender -> sender.pace(null));
        for (Sender sender : senders) {
            sender.flush();
        }
        check();
    }

    /** @throws LoadFailedException if a thread has ended, or Kafka has refused something */
    public Progress progress() throws LoadFailedException {
        check();
        long due = 0;
        long sent = 0;
        long blocked = 0;
        for (Sender sender : senders) {
            due += sender.due();
            sent += sender.sent();
            blocked += sender.blockedNanos();
        }
        return new Progress(due, sent, blocked);
    }

    public int threads() {
        return senders.size();
    }

    /** How many events Kafka has, by stream. */
    public Map<String, Long> acknowledged() {
        Map<String, Long> all = new TreeMap<>();
        senders.forEach(
                sender -> sender.acknowledged().forEach((stream, events) -> all.merge(stream, events, Long::sum)));
        return all;
    }

    private void check() throws LoadFailedException {
        for (Sender sender : senders) {
            sender.check();
        }
        for (Future<?> thread : running) {
            if (thread.isDone()) {
                try {
                    thread.get();
                } catch (ExecutionException e) {
                    throw new LoadFailedException(
                            "The load broke off: " + e.getCause().getMessage(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LoadFailedException("Interrupted while events were sent.", e);
                }
            }
        }
    }

    @Override
    public void close() {
        senders.forEach(Sender::end);
        threads.shutdown();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
