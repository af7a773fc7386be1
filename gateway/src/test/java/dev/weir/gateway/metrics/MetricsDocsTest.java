package dev.weir.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsDocsTest {

    @Test
    void docsListExactlyTheseMetricsWithTheirTypes() throws Exception {
        String docs = Files.readString(Path.of("../docs/metrics.md"));
        String section = docs.substring(docs.indexOf("\n## Gateway"), docs.indexOf("\n## Pipelines"));

        assertThat(all("(?m)^\\| `(weir_\\w+)` \\| (\\w+)", section))
                .isEqualTo(
                        all("(?m)^# TYPE (\\w+) (\\w+)$", new String(eachOnce().text(), StandardCharsets.UTF_8)));
    }

    /** A counter with labels is shown once it has counted, so each counts here. */
    private static GatewayMetrics eachOnce() {
        GatewayMetrics metrics = new GatewayMetrics();
        metrics.show(() -> 0, () -> 1, () -> 1);
        metrics.showMqtt(() -> 0, () -> 0);
        StreamMeter orders = metrics.of("orders");
        metrics.begin().end(200, orders);
        orders.refused("RULE");
        orders.dead("WRONG_TYPE");
        metrics.mqtt().connect("success");
        metrics.mqtt().disconnect("taken_over");
        metrics.mqtt().message(1);
        return metrics;
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1) + " " + matcher.group(2));
        }
        return found;
    }
}
