package dev.weir.functions.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionFileTest {

    @Test
    void numbersInNamesCountAsNumbers() {
        assertThat(Stream.of("10", "9", "v2-b", "v2", "v10", "2026-01-02", "2026-01-10", "01", "1")
                        .map(name -> new VersionFile(name + ".onnx", 0, 0))
                        .sorted()
                        .map(VersionFile::version))
                .containsExactly("01", "1", "9", "10", "2026-01-02", "2026-01-10", "v2", "v2-b", "v10");
    }
}
