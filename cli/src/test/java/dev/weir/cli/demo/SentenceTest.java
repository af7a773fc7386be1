package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentenceTest {

    @Test
    void gapsAreFilledFromTheRow() {
        assertThat(new Sentence("{a} liked {b}'s {c}, {n}").tell(Map.of("a", "Ana", "b", "Ben", "c", "$1\\", "n", 7)))
                .isEqualTo("Ana liked Ben's $1\\, 7");
    }

    @Test
    void wordIsWhatTheValueBeginsWith() {
        assertThat(new Sentence("{x:word} {y:word} {z:word}").tell(Map.of("x", "post:12", "y", "12", "z", "été:1")))
                .isEqualTo("post 12 été");
    }

    @Test
    void nullAndAbsentValuesHaveAFallback() {
        Map<String, Object> row = new HashMap<>();
        row.put("name", null);

        assertThat(new Sentence("{name|somebody} {name} {none|} {name:word|nobody}").tell(row))
                .isEqualTo("somebody ?  nobody");
    }

    @Test
    void bracesThatAreNoGapStay() {
        assertThat(new Sentence("{} {a b} {a").tell(Map.of("a", 1))).isEqualTo("{} {a b} {a");
    }
}
