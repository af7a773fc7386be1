package dev.weir.pipeline.project;

import dev.weir.contract.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The project folder has mistakes; carries every one found. The caller shows them and a person mends the files. */
public final class ProjectException extends Exception {

    private final transient List<Problem> problems;

    public ProjectException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
