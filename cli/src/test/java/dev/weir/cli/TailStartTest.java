package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TailStartTest {

    private final TailStart.Converter converter = new TailStart.Converter();

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T12:00:00Z", "2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00"})
    void timeIsInUtcUnlessItSaysOtherwise(String text) {
        assertThat(converter.convert(text)).isEqualTo(new TailStart.At(Instant.parse("2026-01-31T12:00:00Z")));
    }

    @Test
    void timeMayBeHowLongAgo() {
        Instant expected = Instant.now().minus(Duration.ofMinutes(10));

        assertThat(converter.convert("-10m"))
                .isInstanceOfSatisfying(
                        TailStart.At.class,
                        at -> assertThat(at.time()).isCloseTo(expected, within(30, ChronoUnit.SECONDS)));
    }

    @Test
    void endsOfTheStreamHaveNames() {
        assertThat(converter.convert("beginning")).isEqualTo(TailStart.BEGINNING);
        assertThat(converter.convert("END")).isEqualTo(TailStart.END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "10m", "-10", "2026-13-01T00:00:00Z", ""})
    void anythingElseIsAskedForAgain(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("-10m");
    }
}
