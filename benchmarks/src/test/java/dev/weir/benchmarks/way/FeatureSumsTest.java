package dev.weir.benchmarks.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.telemetry.SensorName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureSumsTest {

    @Test
    void sumsAreThoseOfAPlainMapThoughTheTableGrows() {
        Random random = new Random(11);
        FeatureSums sums = new FeatureSums();
        Map<String, double[]> expected = new HashMap<>();
        byte[] value = new byte[7 + SensorName.LENGTH];
        for (int i = 0; i < 300_000; i++) {
            int sensor = random.nextInt(60_000);
            long start = random.nextInt(3) * 600_000L;
            double vibration = random.nextInt(1_000);
            SensorName.write(sensor, value, 7);
            sums.add(value, 7, start, vibration, 1);
            double[] group = expected.computeIfAbsent(
                    start + " " + new String(SensorName.of(sensor), StandardCharsets.US_ASCII),
                    unused -> new double[] {0, 0, Double.MAX_VALUE, -1});
            group[0]++;
            group[1] += vibration;
            group[2] = Math.min(group[2], vibration);
            group[3] = Math.max(group[3], vibration);
        }

        Map<String, double[]> found = new HashMap<>();
        sums.forEach((start, name, readings, sum, least, most, temperature) -> {
            assertThat(temperature).isEqualTo(readings);
            found.put(
                    start + " " + new String(name, StandardCharsets.US_ASCII),
                    new double[] {readings, sum, least, most});
        });

        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((group, row) -> assertThat(row).containsExactly(expected.get(group)));
    }
}
