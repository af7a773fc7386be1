package dev.weir.contract.file;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** The problems of one stream file, collected while it is read. */
final class Problems {

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(ProblemCode code, int line, int column, String message) {
        found.add(code.at(file, line, column, message));
    }

    void add(ProblemCode code, Mark mark, String message) {
        add(code, mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    /** At the beginning of {@code node}. */
    void add(ProblemCode code, Node node, String message) {
        node.getStartMark().ifPresentOrElse(mark -> add(code, mark, message), () -> add(code, 1, 1, message));
    }

    /** Problems of another file, the schema's. */
    void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the places. */
    List<Problem> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }

    void throwIfAny() throws ContractException {
        if (!found.isEmpty()) {
            throw new ContractException(sorted());
        }
    }
}
