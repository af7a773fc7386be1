package dev.weir.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.training.FailureTimes.Outlook;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureTimesTest {

    @Test
    void failureIsForeseenFromTheHorizonUntilItHappens() {
        FailureTimes times = new FailureTimes();
        times.add("a", 5_000, 8_000);
        times.add("a", 20_000, Long.MAX_VALUE);
        Duration within = Duration.ofSeconds(2);

        assertThat(times.size()).isEqualTo(2);
        assertThat(times.at("a", 2_999, within)).isEqualTo(Outlook.HOLDS);
        assertThat(times.at("a", 3_000, within)).isEqualTo(Outlook.FAILS);
        assertThat(times.at("a", 4_999, within)).isEqualTo(Outlook.FAILS);
        assertThat(times.at("a", 5_000, within)).isEqualTo(Outlook.DOWN);
        assertThat(times.at("a", 7_999, within)).isEqualTo(Outlook.DOWN);
        assertThat(times.at("a", 8_000, within)).isEqualTo(Outlook.HOLDS);
        assertThat(times.at("a", 30_000, within)).isEqualTo(Outlook.DOWN);
        assertThat(times.at("b", 4_000, within)).isEqualTo(Outlook.HOLDS);
    }
}
