package dev.weir.benchmarks.latency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends payments when they are due, however long others take: what is held up waits in its latency, not in fewer
 * payments.
 */
final class Load implements Runnable {

    private static final long SHORTEST_PAUSE = Duration.ofNanos(50_000).toNanos();

    private final LatencySettings settings;
    private final String kafka;
    private final String topic;
    private final int schema;
    private final long start;

    /** @param start when the first payment is due, by {@link System#nanoTime} */
    Load(LatencySettings settings, String kafka, String topic, int schema, long start) {
        this.settings = settings;
        this.kafka = kafka;
        this.topic = topic;
        this.schema = schema;
        this.start = start;
    }

    @Override
    public void run() {
        Payments payments = new Payments(settings);
        PaymentFormat format = new PaymentFormat(schema);
        try (KafkaProducer<byte[], byte[]> producer = Clients.producer(kafka)) {
            for (int payment = 0; payment < settings.payments(); payment++) {
                long due = start + settings.due(payment);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(Math.min(left, SHORTEST_PAUSE));
                }
                int card = payments.card(payment);
                producer.send(new ProducerRecord<>(
                        topic,
                        Integer.toString(card).getBytes(StandardCharsets.UTF_8),
                        format.write(card, payment, payments.amount(payment), System.currentTimeMillis())));
            }
        } catch (IOException e) {
            throw new IllegalStateException("A payment can't be written", e);
        }
    }
}
