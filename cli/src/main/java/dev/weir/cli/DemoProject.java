package dev.weir.cli;

import dev.weir.cli.demo.Sentence;
import dev.weir.cli.demo.Story;
import dev.weir.pipeline.project.DemoConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a project's {@code demo:} asks for. */
final class DemoProject {

    private DemoProject() {}

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
