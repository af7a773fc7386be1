package dev.weir.pipeline.plan;

import dev.weir.pipeline.rollup.WindowWords;
import dev.weir.streams.sink.SinkUid;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names in a job, which its successor keeps.
 *
 * @param sinks the streams that its SQL writes, in the order in which they joined the pipeline
 * @param operators its operators
 */
public record Lineage(List<String> sinks, List<PlannedOperator> operators) {

    /** What a first job follows. */
    public static final Lineage NONE = new Lineage(List.of(), List.of());

    private static final String SOURCE = "source:";
    private static final String ROLLUP = "rollup:";

    public Lineage {
        sinks = List.copyOf(sinks);
        operators = List.copyOf(operators);
    }

    /** What a job follows whose only name is that of the stream that it reads: a delivery's. */
    public static Lineage reading(String stream) {
        String source = SOURCE + stream;
        return new Lineage(List.of(), List.of(new PlannedOperator(source, source, "reads " + stream)));
    }

    public Optional<PlannedOperator> find(String name) {
        return operators.stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst();
    }

    /** The views that the sources of the job roll up: they are no operators of their own, but have state in those. */
    public List<PlannedOperator> rollups() {
        return operators.stream()
                .filter(operator -> operator.name().startsWith(ROLLUP))
                .toList();
    }

    /** The name of the operator in whose state a roll-up has its own. */
    public static String sourceOf(PlannedOperator rollup) {
        return SOURCE + rollup.name().substring(ROLLUP.length(), rollup.name().indexOf('/'));
    }

    /** This lineage with what its sources roll up; what their state is of, their descriptions say. */
    Lineage with(List<RollupTable> rollups, Lineage predecessor) {
        List<PlannedOperator> all = new ArrayList<>(operators);
        for (RollupTable rollup : rollups) {
            String name = ROLLUP + rollup.stream().name() + "/" + rollup.spec().name();
            String uid = predecessor.find(name).map(PlannedOperator::uid).orElse(name);
            String computes = Integer.toHexString(rollup.spec().toString().hashCode());
            all.add(new PlannedOperator(name, uid, WindowWords.of(rollup) + " " + computes));
        }
        return new Lineage(sinks, all);
    }

    /** The streams that the job reads. */
    public Set<String> sources() {
        return operators.stream()
                .map(PlannedOperator::name)
                .filter(name -> name.startsWith(SOURCE))
                .map(name -> name.substring(SOURCE.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The streams that the job writes, forks in the place of those that its SQL names. */
    public Set<String> outputs() {
        return operators.stream()
                .flatMap(operator -> SinkUid.parse(operator.name()).stream())
                .map(sink -> sink.written().replaceFirst("#\\d+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The streams that are written in the place of others, by these. */
    public Map<String, String> forks() {
        Map<String, String> forks = new TreeMap<>();
        operators.stream()
                .flatMap(operator -> SinkUid.parse(operator.name()).stream())
                .filter(SinkUid::isElsewhere)
                .forEach(sink -> forks.put(sink.table(), sink.written()));
        return forks;
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
