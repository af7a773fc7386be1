package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "1h,PT1H", "7d,PT168H", "500ms,PT0.5S", "90m,PT90M", "0s,PT0S", "36h,PT36H"})
    void textIsADurationAndBack(String text, Duration duration) {
        assertThat(DurationText.parse(text)).contains(duration);
        assertThat(DurationText.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "1w", "9999999999s", "PT1S"})
    void otherTextIsNone(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
