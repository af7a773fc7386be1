package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.project.DemoConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoProjectTest {

    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(err), new PrintWriter(err), false);
    private final Path root = Path.of("..").toAbsolutePath().normalize();
    private final Home home = new Home(root, root.resolve(".weir"));

    @Test
    void theActivityFeedIsTheDemoWithoutAName() throws Exception {
        Demo found = Demo.find(home, Demo.FIRST, console).get(0);

        assertThat(found.project().folder()).isEqualTo(root.resolve("pipelines/activity-feed"));
        DemoConfig demo = found.config();
        assertThat(found.project().folder().resolve(demo.generator())).isRegularFile();
        assertThat(demo.sentences()).containsOnlyKeys("LIKE", "COMMENT", "FOLLOW");
        assertThat(DemoProject.story(demo)
                        .sentences()
                        .get("LIKE")
                        .tell(Map.of(
                                "actor_name",
                                "Ana",
                                "recipient_name",
                                "Ben",
                                "target",
                                "post:12",
                                "latency",
                                "340 ms")))
                .isEqualTo("Ana liked Ben's post → Ben notified, 340 ms");
    }

    @Test
    void everyDemoThatIsThereIsAmongAll() throws Exception {
        assertThat(Demo.find(home, Demo.ALL, console)).extracting(Demo::name).startsWith("feed", "fraud");
    }

    @Test
    void folderIsADemoByItself() throws Exception {
        String folder = root.resolve("pipelines/fraud-detection").toString();

        assertThat(Demo.find(home, folder, console)).extracting(Demo::name).containsExactly(folder);
    }

    @Test
    void unknownNameListsTheDemos() {
        assertThatThrownBy(() -> Demo.find(home, "farm", console))
                .hasMessageContaining("There is no demo 'farm'")
                .hasMessageContaining("feed, fraud, iot, all");
    }

    @Test
    void demoWhoseProjectIsNotThereSaysWhichFolderIsMissing(@TempDir Path empty) throws Exception {
        Home elsewhere = new Home(empty, empty.resolve(".weir"));

        assertThatThrownBy(() -> Demo.find(elsewhere, "iot", console))
                .hasMessageContaining(
                        empty.resolve("pipelines/predictive-maintenance").toString());
        assertThat(Demo.find(elsewhere, Demo.ALL, console)).isEmpty();
        assertThat(err.toString()).contains("feed is left out", "fraud is left out", "iot is left out");
    }

    @Test
    void linesToPasteTakeTheTimeWhenTheyArePasted() {
        DemoConfig demo = new DemoConfig(
                "g.java",
                "in",
                "out",
                null,
                null,
                Map.of(),
                null,
                Map.of(),
                "{\"t\": {now}000, \"s\": \"it's\"}",
                null);

        List<String> lines = DemoProject.linesToPaste(demo, "http://127.0.0.1:7070");

        assertThat(lines)
                .contains(
                        "  curl -s http://127.0.0.1:7070/streams/in -H content-type:application/json -d '{\"t\": '$(date +%s)'000, \"s\": \"it'\\''s\"}'",
                        "  ./weir tail out");
    }
}
