package dev.weir.benchmarks.latency;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends on what would be an alert, as it comes, until it is stopped. */
final class Echo implements AutoCloseable {

    private static final Duration LONGEST_POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> in;
    private final KafkaProducer<byte[], byte[]> out;
    private final String alerts;
    private final BitSet expected;
    private final Thread thread = new Thread(this::run, "echo");
    private volatile boolean stopped;

    Echo(String kafka, String payments, String alerts, BitSet expected) {
        this.in = Clients.consumer(kafka, payments);
        this.out = Clients.producer(kafka);
        this.alerts = alerts;
        this.expected = expected;
        thread.start();
    }

    private void run() {
        try (in;
                out) {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : in.poll(LONGEST_POLL)) {
                    if (expected.get(PaymentFormat.payment(record.value()))) {
                        out.send(new ProducerRecord<>(alerts, record.key(), record.value()));
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A payment can't be read", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
