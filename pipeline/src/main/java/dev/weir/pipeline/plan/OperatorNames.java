package dev.weir.pipeline.plan;

import dev.weir.streams.sink.SinkUid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.jspecify.annotations.Nullable;

/**
 * Gives each operator a name that lasts: {@code <sink stream>/<operator kind>/<number within that sink>}, counted from
 * the sink towards the sources. So state is found again when another INSERT joins the pipeline or statements change
 * their order. An operator that several sinks share belongs to the eldest; operators that streams name themselves, with
 * a colon in the uid, keep their name.
 *
 * <p>Expects that the planner wrote the operator's kind where the uid belongs
 * ({@code table.exec.uid.format = <transformation>}).
 */
final class OperatorNames {

    private static final Pattern SINK = Pattern.compile("Sink\\(table=\\[([^\\]]*)\\]");
    private static final Pattern NODE_NUMBER = Pattern.compile("^\\[\\d+\\]:\\s*");

    private final Lineage predecessor;
    private final Map<String, PlannedOperator> operators = new TreeMap<>();
    private final Set<Transformation<?>> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    OperatorNames(Lineage predecessor) {
        this.predecessor = predecessor;
    }

    /** Names what can be reached from {@code roots}. */
    Lineage assign(List<Transformation<?>> roots) {
        Map<String, List<Transformation<?>>> bySink = new TreeMap<>(eldestFirst(predecessor.sinks()));
        List<Transformation<?>> others = new ArrayList<>();
        for (Transformation<?> root : roots) {
            String sink = sink(root);
            (sink == null ? others : bySink.computeIfAbsent(sink, key -> new ArrayList<>())).add(root);
        }
        bySink.forEach((sink, sinkRoots) -> {
            Map<String, Integer> counts = new HashMap<>();
            sinkRoots.forEach(root -> name(root, sink, counts));
        });
        // What is left hangs on the operators of sources, which are named already.
        Map<String, Integer> counts = new HashMap<>();
        others.forEach(root -> name(root, "side", counts));
        return new Lineage(List.copyOf(bySink.keySet()), List.copyOf(operators.values()));
    }

    private void name(Transformation<?> transformation, String sink, Map<String, Integer> counts) {
        if (!visited.add(transformation)) {
            return;
        }
        if (transformation instanceof PhysicalTransformation<?>) {
            String name = transformation.getUid();
            boolean named = name != null && name.contains(":");
            if (name == null || !named) {
                String kind = name == null ? "operator" : name;
                name = sink + "/" + kind + "/" + counts.merge(kind, 1, Integer::sum);
            }
            String uid = predecessor.find(name).map(PlannedOperator::uid).orElse(name);
            String description = description(transformation);
            transformation.setUid(uid);
            if (!named) {
                transformation.setName(name);
                transformation.setDescription(description);
            }
            if (operators.put(name, new PlannedOperator(name, uid, description)) != null) {
                throw new IllegalStateException("Two operators are both called '" + name + "': " + description);
            }
        }
        transformation.getInputs().forEach(input -> name(input, sink, counts));
    }

    private static String description(Transformation<?> transformation) {
        String description = transformation.getDescription();
        return NODE_NUMBER
                .matcher(description == null ? transformation.getName() : description)
                .replaceFirst("");
    }

    private static @Nullable String sink(Transformation<?> root) {
        String uid = root.getUid();
        Optional<SinkUid> stream = uid == null ? Optional.empty() : SinkUid.parse(uid);
        if (stream.isPresent()) {
            return stream.get().table();
        }
        Matcher matcher = SINK.matcher(root.getDescription() == null ? "" : root.getDescription());
        return matcher.find() ? matcher.group(1).replaceAll("^.*\\.", "").strip() : null;
    }

    private static Comparator<String> eldestFirst(List<String> sinks) {
        Map<String, Integer> rank = new LinkedHashMap<>();
        sinks.forEach(sink -> rank.putIfAbsent(sink, rank.size()));
        return Comparator.<String>comparingInt(sink -> rank.getOrDefault(sink, Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder());
    }
}
