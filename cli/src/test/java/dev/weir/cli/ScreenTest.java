package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {

    @Test
    void frameIsWrittenOverTheOneBeforeAndClearsWhatIsLeftOfIt() {
        assertThat(Screen.frame("one\ntwo\n", "q to leave", 5, 20))
                .isEqualTo("\033[Hone\033[K\r\ntwo\033[K\r\n\033[J\033[5;1Hq to leave")
                .doesNotContain("\033[2J");
    }

    @Test
    void linesAreClippedToTheWindowAndThoseThatDontFitAreCounted() {
        assertThat(Screen.frame("123456789\n2\n3\n4\n", "q", 4, 5))
                .isEqualTo("\033[H1234…\033[K\r\n2\033[K\r\n\033[J\033[4;1H2 li…");
    }
}
