package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pipeline.project.DemoConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoProjectTest {

    @Test
    void theActivityFeedIsTheFirstDemo() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();

        Path project = DemoProject.first(new Home(root, root.resolve(".weir")));

        assertThat(project).isEqualTo(root.resolve("pipelines/activity-feed"));
        DemoConfig demo = PipelineProject.load(project).config().demo();
        assertThat(demo).isNotNull();
        assertThat(project.resolve(demo.generator())).isRegularFile();
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
