package dev.weir.benchmarks.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ArrivedCheckTest {

    private static final TelemetrySettings SETTINGS = new TelemetrySettings(100, 20, 4, 1, 0, 0, 0, "none", 9);
    private static final int SCHEMA = 7;

    private final ArrivedCheck check = new ArrivedCheck(SETTINGS, SCHEMA);
    private final List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();

    ArrivedCheckTest() {
        Telemetry log = new Telemetry(SETTINGS);
        ReadingFormat format = new ReadingFormat();
        Reading reading = new Reading();
        for (int i = 0; i < SETTINGS.records() && log.next(reading); i++) {
            sent.add(new ConsumerRecord<>(
                    "t", reading.partition(), i, SensorName.of(reading.sensor()), format.write(reading, SCHEMA)));
        }
    }

    @Test
    void allOfTheLogOnceIsRight() {
        sent.forEach(check::add);

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void oneThatComesAgainIsFound() {
        sent.forEach(check::add);
        check.add(sent.get(3));

        assertThat(check.problems()).singleElement().asString().contains("comes again");
    }

    @Test
    void oneThatIsMissingIsFound() {
        sent.stream().skip(1).forEach(check::add);

        assertThat(check.problems()).containsExactly("1 events are missing");
    }

    @Test
    void oneInAnotherPartitionIsFound() {
        ConsumerRecord<byte[], byte[]> first = sent.get(0);
        check.add(new ConsumerRecord<>("t", (first.partition() + 1) % 4, 0, first.key(), first.value()));
        sent.stream().skip(1).forEach(check::add);

        assertThat(check.problems()).singleElement().asString().contains("in another partition");
    }

    @Test
    void oneWithOtherValuesIsFound() {
        ConsumerRecord<byte[], byte[]> first = sent.get(0);
        byte[] other = first.value().clone();
        other[other.length - 1] ^= 1;
        check.add(new ConsumerRecord<>("t", first.partition(), 0, first.key(), other));
        sent.stream().skip(1).forEach(check::add);

        assertThat(check.problems()).hasSize(2);
    }
}
