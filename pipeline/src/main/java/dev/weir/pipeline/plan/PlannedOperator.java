package dev.weir.pipeline.plan;

/**
 * One operator of a planned job.
 *
 * @param name {@code <sink stream>/<operator kind>/<number within that sink>}, or the name that its stream gives it
 * @param uid by which Flink finds its state again: the name, unless its state was dropped on purpose once
 * @param description what it does, as the planner words it
 */
public record PlannedOperator(String name, String uid, String description) {

    /** This operator with a uid that no state belongs to. */
    PlannedOperator withoutState() {
        return new PlannedOperator(name, name + "/" + Integer.toHexString(description.hashCode()), description);
    }
}
