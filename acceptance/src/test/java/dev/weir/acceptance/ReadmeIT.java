package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what one gets. */
class ReadmeIT {

    private static final int PORT_OFFSET = 20_000;
    private static final Path PROJECT = Weir.repository().resolve("pipelines/payments");

    @TempDir
    private static Path home;

    @TempDir
    private static Path folder;

    private static Weir weir;
    private static String readme;

    @BeforeAll
    static void start() throws IOException {
        readme = Files.readString(Weir.repository().resolve("README.md"));
        weir = new Weir(home, PORT_OFFSET);
        weir.up();
    }

    @AfterAll
    static void stop() {
        weir.down();
    }

    @Test
    void exampleIsTheProjectAndItsCommandsDoWhatTheySay() throws IOException {
        assertThat(block("yaml", "stream: payments"))
                .isEqualTo(Files.readString(PROJECT.resolve("streams/payments.yaml")));
        assertThat(block("sql", "CREATE TABLE")).isEqualTo(Files.readString(PROJECT.resolve("pipeline.sql")));
        String commands = block("sh", "./weir run")
                .replace("127.0.0.1:7070", weir.gateway().replace("http://", ""))
                .replace("--from beginning", "--from beginning --seconds 15");

        Weir.Answer answer = weir.shell(commands);

        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out().lines().filter(line -> line.startsWith("{\"stored\":1")))
                .hasSize(3);
        assertThat(answer.out()).contains(block("json", "\"ana\"").strip());
        assertThat(answer.out())
                .contains(block("json", "\"RULE\"").replace(", …", "").strip());
        assertThat(answer.out()).doesNotContain("\"payments\":3");
    }

    @Test
    void newcomersPathLeadsToAStreamOfTheirOwn() {
        weir.expectShell(here(block("sh", "./weir check my-shop")));

        assertThat(weir.expectShell(here(block("sh", "./weir test my-shop"))).err())
                .contains("1 test, all passed");

        Weir.Answer real = weir.expectShell(here(block("sh", "./weir run my-shop")));
        assertThat(real.out())
                .contains("{\"shop\":\"north\",\"sold_on\":\"2026-01-31\",\"orders\":2,\"revenue\":\"7.50\"}")
                .contains("{\"shop\":\"south\",\"sold_on\":\"2026-01-31\",\"orders\":1,\"revenue\":\"2.75\"}");
    }

    /** With the test's own folder in place of one in the checkout. */
    private static String here(String commands) {
        return commands.replace("my-shop", folder.resolve("my-shop").toString());
    }

    /** The README's first block in a language that contains a text. */
    private static String block(String language, String text) {
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
        while (blocks.find()) {
            if (blocks.group(1).contains(text)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("README.md has no block of " + language + " with " + text);
    }
}
