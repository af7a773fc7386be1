package dev.weir.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaymentsTest {

    private static final LatencySettings SETTINGS = new LatencySettings(
            100, 7, 2, 1, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 1, List.of());

    @Test
    void paymentSetsOffAnAlertIfTheNewestTenOfItsCardAreMoreThanTheLimit() {
        Payments payments = new Payments(SETTINGS);
        BitSet expected = new BitSet();
        for (int payment = 0; payment < SETTINGS.payments(); payment++) {
            int card = payments.card(payment);
            int newest = IntStream.iterate(payment, i -> i >= 0, i -> i - 1)
                    .filter(i -> payments.card(i) == card)
                    .limit(Payments.NEWEST)
                    .map(payments::amount)
                    .sum();
            expected.set(payment, newest > Payments.LIMIT);
        }

        assertThat(payments.alerts()).isEqualTo(expected);
        assertThat(expected.cardinality()).isBetween(20, 400);
    }

    @Test
    void paymentIsDueByItsNumberAlone() {
        assertThat(SETTINGS.payments()).isEqualTo(500);
        assertThat(SETTINGS.firstMeasured()).isEqualTo(200);
        assertThat(SETTINGS.due(250)).isEqualTo(Duration.ofMillis(2_500).toNanos());
    }

    @Test
    void numberOfThePaymentIsReadBack() throws Exception {
        byte[] value = new PaymentFormat(17).write(3, 123_456, 99, 1_700_000_000_000L);

        assertThat(value).startsWith(0, 0, 0, 0, 17);
        assertThat(PaymentFormat.payment(value)).isEqualTo(123_456);
    }

    @Test
    void shareOfALatencyIsThatOfTheAlertsThatWereFaster() {
        LatencyRun run = new LatencyRun(
                LatencyWay.ECHO,
                1,
                IntStream.rangeClosed(1, 1000).mapToLong(i -> i * 1_000_000L).toArray(),
                List.of());

        assertThat(run.millis(0.5)).isEqualTo(501);
        assertThat(run.millis(0.999)).isEqualTo(1000);
        assertThat(run.millis(1)).isEqualTo(1000);
    }
}
