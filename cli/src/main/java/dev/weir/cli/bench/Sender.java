package dev.weir.cli.bench;

import dev.weir.contract.Heartbeat;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.RecordRejectedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One thread of a load, with a producer of its own. Steered by another thread. */
final class Sender implements Runnable {

    /** So many events at most before it is looked whether another stream is due, too. */
    private static final int BATCH = 200;

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Events of a lane that are this thread's. */
    record Part(Lane lane, int[] events, double share) {}

    /** A partition without events. */
    record Silent(String topic, int partition) {}

    /** A rate in events per second for all threads together, and since when. */
    record Pace(long rate, long since) {}

    private final List<Part> parts;
    private final List<Silent> silent;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int[] next;
    private final long[] passes;
    private final AtomicLong[] acknowledged;
    private final Callback[] callbacks;
    private volatile @Nullable Pace pace;
    private volatile boolean ended;
    private volatile @Nullable Exception refusal;
    private volatile long due;
    private volatile long sent;

    Sender(String kafka, List<Part> parts, List<Silent> silent) {
        this.parts = parts;
        this.silent = silent;
        next = new int[parts.size()];
        passes = new long[parts.size()];
        acknowledged = new AtomicLong[parts.size()];
        callbacks = new Callback[parts.size()];
        for (int i = 0; i < callbacks.length; i++) {
            AtomicLong count = new AtomicLong();
            acknowledged[i] = count;
            callbacks[i] = (metadata, failure) -> {
                if (failure == null) {
                    count.incrementAndGet();
                } else {
                    refusal = failure;
                }
            };
        }
        producer = new KafkaProducer<>(settings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** As the gateway's, but waiting where that would refuse. */
    private static Map<String, Object> settings(String kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "weir-bench");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        return settings;
    }

    void pace(@Nullable Pace wanted) {
        pace = wanted;
    }

    void end() {
        ended = true;
    }

    long due() {
        return due;
    }

    long sent() {
        return sent;
    }

    /** How long in all the thread has waited for room in the producer's buffer. */
    long blockedNanos() {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("bufferpool-wait-time-ns-total"))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    Map<String, Long> acknowledged() {
        Map<String, Long> byStream = new TreeMap<>();
        for (int i = 0; i < acknowledged.length; i++) {
            byStream.put(parts.get(i).lane().contract().name(), acknowledged[i].get());
        }
        return byStream;
    }

    void flush() {
        producer.flush();
    }

    void check() throws LoadFailedException {
        Exception failure = refusal;
        if (failure != null) {
            throw new LoadFailedException("Kafka didn't take an event: " + failure.getMessage(), failure);
        }
    }

    /** Only while it has no pace. */
    void fill(Predicate<Lane> wanted) throws LoadFailedException {
        try {
            for (int part = 0; part < parts.size(); part++) {
                if (wanted.test(parts.get(part).lane())) {
                    for (int event : parts.get(part).events()) {
                        send(part, event, 0);
                    }
                }
            }
        } catch (RecordRejectedException e) {
            throw new LoadFailedException("An event can't be written: " + e.getMessage(), e);
        }
        producer.flush();
        check();
    }

    @Override
    public void run() {
        Pace current = null;
        long[] sentNow = new long[parts.size()];
        long beaten = System.nanoTime();
        try (producer) {
            while (!ended) {
                Pace wanted = pace;
                if (wanted == null) {
                    current = null;
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                if (wanted != current) {
                    current = wanted;
                    sentNow = new long[parts.size()];
                }
                if (System.nanoTime() - beaten > HEARTBEAT_NANOS) {
                    beaten = System.nanoTime();
                    long now = System.currentTimeMillis();
                    silent.forEach(place -> producer.send(Heartbeat.record(place.topic(), place.partition(), now)));
                }
                if (!sendDue(current, sentNow)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (RecordRejectedException e) {
            throw new IllegalStateException("An event can't be written: " + e.getMessage(), e);
        }
    }

    /** Returns whether there was anything to send. */
    private boolean sendDue(Pace current, long[] sentNow) throws RecordRejectedException {
        double seconds = (System.nanoTime() - current.since())
                / (double) Duration.ofSeconds(1).toNanos();
        long allDue = 0;
        long allSent = 0;
        boolean any = false;
        for (int part = 0; part < sentNow.length; part++) {
            int[] events = parts.get(part).events();
            long dueNow = events.length == 0
                    ? 0
                    : (long) (current.rate() * parts.get(part).share() * seconds);
            long batch = Math.min(BATCH, dueNow - sentNow[part]);
            for (long i = 0; i < batch; i++) {
                send(part, events[next[part]], passes[part]);
                if (++next[part] == events.length) {
                    next[part] = 0;
                    passes[part]++;
                }
            }
            sentNow[part] += Math.max(0, batch);
            any |= batch > 0;
            allDue += dueNow;
            allSent += sentNow[part];
        }
        due = allDue;
        sent = allSent;
        return any;
    }

    private void send(int part, int event, long pass) throws RecordRejectedException {
        Lane lane = parts.get(part).lane();
        EncodedEvent encoded = lane.events().event(event, pass, System.currentTimeMillis());
        producer.send(new ProducerRecord<>(lane.contract().topic(), encoded.key(), encoded.value()), callbacks[part]);
    }
}
