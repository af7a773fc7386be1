package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterTextTest {

    private static final DeadLetter LETTER = new DeadLetter(
            "orders",
            3,
            120,
            Instant.parse("2026-01-01T00:00:00Z"),
            "RULE",
            "",
            "that price > 0.0",
            "an event of which it isn't true",
            "ana".getBytes(StandardCharsets.UTF_8),
            new byte[] {0, 0, 0, 0, 7, -1});

    @Test
    void keyAndValueAreShownOnlyOnDemand() {
        assertThat(new LetterText(LETTER, false).lines())
                .containsExactly(
                        "position     orders 3@120",
                        "append time  2026-01-01T00:00:00Z",
                        "code         RULE",
                        "field        -",
                        "expected     that price > 0.0",
                        "found        an event of which it isn't true",
                        "key          3 bytes, shown with --reveal",
                        "value        6 bytes, shown with --reveal");
        assertThat(new LetterText(LETTER, true).lines()).contains("key          ana", "value        hex 0000000007ff");
    }

    @Test
    void asJsonItIsOneObject() {
        assertThat(new LetterText(LETTER, true).json())
                .contains("\"position\":\"orders 3@120\"", "\"field\":null", "\"key\":\"ana\"");
    }
}
