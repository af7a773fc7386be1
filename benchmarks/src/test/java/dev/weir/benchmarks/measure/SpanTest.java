package dev.weir.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanTest {

    @Test
    void theMiddleIsFoundBetweenSamples() {
        List<Sample> samples = List.of(
                new Sample(0, 0, 5_000, 100),
                new Sample(1_000_000_000, 400, 6_000, 200),
                new Sample(2_000_000_000, 400, 7_000, 300),
                new Sample(3_000_000_000L, 1_000, 13_000, 400));

        Span span = Span.between(0.2, 0.7, 1_000, samples).orElseThrow();

        // From the middle of the first second to the middle of the third, the second that stood still included.
        assertThat(span.nanos()).isCloseTo(2e9, within(1e-3));
        assertThat(span.rate()).isCloseTo(250, within(1e-9));
        assertThat(span.cpuOfRecord()).isCloseTo((10_000 - 5_500) / 500.0, within(1e-9));
        assertThat(span.cpuOfRecordWithBroker()).isCloseTo((10_000 - 5_500 + 200) / 500.0, within(1e-9));
    }

    @Test
    void aRunThatDidntGetFarEnoughHasNoMiddle() {
        List<Sample> samples = List.of(new Sample(0, 0, 0, 0), new Sample(1, 800, 0, 0));

        assertThat(Span.between(0.2, 0.9, 1_000, samples)).isEmpty();
    }

    @Test
    void samplesAreReadAsTheyWereWrittenAndAnUnfinishedLineIsLeftOut(@TempDir Path folder) throws Exception {
        Sample sample = new Sample(-5, 6, 7, 8);
        Path file = Files.writeString(folder.resolve("samples"), sample.line() + "12 3");

        assertThat(Sample.load(file)).containsExactly(sample);
    }
}
