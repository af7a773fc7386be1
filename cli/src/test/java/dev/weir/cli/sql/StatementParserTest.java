package dev.weir.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 1;", "SELECT ';';", "SELECT 1; -- done", "quit", "HELP;", "", "SELECT 1; SELECT 2;"})
    void isWhole(String text) {
        assertThat(StatementParser.isWhole(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT ';",
                "SELECT 1 -- ;",
                "SELECT /* ;",
                "SELECT `a;",
                "SELECT 1; SELECT 2",
                "quit it"
            })
    void needsMore(String text) {
        assertThat(StatementParser.isWhole(text)).isFalse();
    }

    @Test
    void promptReadsAStatementOverSeveralLines() throws IOException {
        String typed = "SELECT ';'\nFROM payments\n;\n";
        try (Terminal terminal = new DumbTerminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream())) {
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .parser(new StatementParser())
                    .build();

            assertThat(reader.readLine("weir> ")).isEqualTo("SELECT ';'\nFROM payments\n;");
        }
    }
}
