package dev.weir.pipeline.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names in a job, which its successor keeps.
 *
 * @param sinks the streams that it writes, in the order in which they joined the pipeline
 * @param operators its operators
 */
public record Lineage(List<String> sinks, List<PlannedOperator> operators) {

    /** What a first job follows. */
    public static final Lineage NONE = new Lineage(List.of(), List.of());

    public Lineage {
        sinks = List.copyOf(sinks);
        operators = List.copyOf(operators);
    }

    public Optional<PlannedOperator> find(String name) {
        return operators.stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst();
    }

    /** This lineage, in which the given operators begin without state. */
    public Lineage dropping(Collection<PlannedOperator> dropped) {
        List<PlannedOperator> kept = new ArrayList<>(operators);
        dropped.forEach(operator -> {
            kept.removeIf(other -> other.name().equals(operator.name()));
            kept.add(operator.withoutState());
        });
        return new Lineage(sinks, kept);
    }
}
