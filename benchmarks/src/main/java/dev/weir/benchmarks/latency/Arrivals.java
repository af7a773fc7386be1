package dev.weir.benchmarks.latency;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Takes alerts as they come, and notes how long each took. */
final class Arrivals {

    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LatencySettings settings;
    private final BitSet expected;
    private final long start;
    private final BitSet arrived = new BitSet();
    private final long[] nanos;
    private int measured;
    private int repeated;

    /**
     * @param expected the payments that set off alerts
     * @param start when the first payment is due, by {@link System#nanoTime}
     */
    Arrivals(LatencySettings settings, BitSet expected, long start) {
        this.settings = settings;
        this.expected = expected;
        this.start = start;
        this.nanos = new long[expected.cardinality()];
    }

    /** Until all have come, or none any more. */
    LatencyRun take(LatencyWay way, int round, String kafka, String topic) throws IOException {
        long end = start + settings.due(settings.payments()) + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(kafka, topic)) {
            while (arrived.cardinality() < nanos.length && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LONGEST_POLL)) {
                    take(PaymentFormat.payment(record.value()));
                }
            }
        }
        long[] sorted = Arrays.copyOf(nanos, measured);
        Arrays.sort(sorted);
        return new LatencyRun(way, round, sorted, problems());
    }

    private void take(int payment) {
        long now = System.nanoTime();
        if (arrived.get(payment)) {
            repeated++;
            return;
        }
        arrived.set(payment);
        if (payment >= settings.firstMeasured() && expected.get(payment)) {
            nanos[measured++] = now - start - settings.due(payment);
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (repeated > 0) {
            problems.add(repeated + " alerts came twice, though nothing failed");
        }
        if (!arrived.equals(expected)) {
            problems.add(arrived.cardinality() + " alerts came, but " + expected.cardinality()
                    + " payments set off one, or others did");
        }
        return problems;
    }
}
