package dev.weir.cli;

import dev.weir.cli.demo.Sentence;
import dev.weir.cli.demo.Story;
import dev.weir.pipeline.project.DemoConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a project's {@code demo:} asks for. */
final class DemoProject {

    private DemoProject() {}

    /**
     * The first project in {@code pipelines/} that has a demo.
     *
     * @throws CommandFailure if there is none
     */
    static Path first(Home home) throws IOException, ProjectException {
        Path pipelines = home.root().resolve("pipelines");
        if (Files.isDirectory(pipelines)) {
            try (Stream<Path> folders = Files.list(pipelines)) {
                for (Path folder : folders.sorted().toList()) {
                    if (Files.exists(folder.resolve(PipelineProject.CONFIG))
                            && PipelineProject.load(folder).config().demo() != null) {
                        return folder;
                    }
                }
            }
        }
        throw new CommandFailure(ExitCode.NOT_FOUND, "No project in " + pipelines + " has a demo: name a folder.");
    }

    static Story story(DemoConfig demo) {
        Map<String, Sentence> sentences = demo.sentences().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Sentence(entry.getValue())));
        Sentence withdrawn = demo.withdrawn() == null ? null : new Sentence(demo.withdrawn());
        return new Story(demo.time(), demo.by(), sentences, withdrawn, demo.always());
    }

    /** Commands for a shell: an event that is taken, one that is refused, and the stream in another window. */
    static List<String> linesToPaste(DemoConfig demo, String gateway) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Paste into another terminal:");
        if (demo.accepted() != null) {
            lines.add("  # an event of your own, which shows up here at once");
            lines.add("  " + curl(gateway, demo.reads(), demo.accepted()));
        }
        if (demo.refused() != null) {
            lines.add("  # one that is refused, and why");
            lines.add("  " + curl(gateway, demo.reads(), demo.refused()));
        }
        lines.add("  # the stream itself");
        lines.add("  ./weir tail " + demo.tail());
        lines.add("");
        return lines;
    }

    /** {@code {now}} becomes the second in which the line is pasted. */
    private static String curl(String gateway, String stream, String event) {
        String quoted = "'" + event.replace("'", "'\\''").replace("{now}", "'$(date +%s)'") + "'";
        return "curl -s " + gateway + "/streams/" + stream + " -H content-type:application/json -d " + quoted;
    }
}
