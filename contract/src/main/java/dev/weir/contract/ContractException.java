package dev.weir.contract;

import java.util.List;
import java.util.stream.Collectors;

/** A contract is wrong; carries every problem found. The caller shows them and a person mends the files. */
public final class ContractException extends Exception {

    private final transient List<Problem> problems;

    public ContractException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
