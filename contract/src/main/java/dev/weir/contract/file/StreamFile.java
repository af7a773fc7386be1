package dev.weir.contract.file;

import dev.weir.contract.ProblemCode;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** The YAML of a stream file as its outermost mapping. */
final class StreamFile {

    /** Characters of a stream file. */
    static final int MAX_LENGTH = 1 << 20;

    /** Deeper than any contract, and shallow enough for a parser that recurses. */
    private static final int MAX_DEPTH = 16;

    private StreamFile() {}

    static Optional<YamlMapping> read(String yaml, Problems problems) {
        if (yaml.length() > MAX_LENGTH) {
            problems.add(ProblemCode.FILE_UNREADABLE, 1, 1, "A stream file has at most " + MAX_LENGTH + " characters.");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(8)
                .setCodePointLimit(MAX_LENGTH)
                .setUseMarks(true)
                .build();
        try {
            if (!isShallow(settings, yaml, problems)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                return Optional.of(new YamlMapping(mapping, null, problems));
            }
            problems.add(
                    ProblemCode.YAML_SYNTAX,
                    1,
                    1,
                    "A stream file is a mapping that begins with 'stream: <name>', but this one "
                            + (root.isPresent() ? "isn't a mapping." : "is empty."));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
            problems.add(ProblemCode.YAML_SYNTAX, line, column, "The file isn't YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            problems.add(ProblemCode.YAML_SYNTAX, 1, 1, "The file isn't YAML: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    private static boolean isShallow(LoadSettings settings, String yaml, Problems problems) {
        Iterator<Event> events = new Parse(settings).parseString(yaml).iterator();
        int depth = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                event.getStartMark()
                        .ifPresent(mark -> problems.add(
                                ProblemCode.YAML_SYNTAX, mark, "Nothing in a contract is nested so deep."));
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }
}
