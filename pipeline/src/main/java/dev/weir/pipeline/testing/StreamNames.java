package dev.weir.pipeline.testing;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What a test may name.
 *
 * @param inputs streams into which events may come
 * @param outputs tables of which rows may be expected
 * @param contracts finds the contract of either
 */
record StreamNames(List<String> inputs, List<String> outputs, Function<String, Optional<StreamContract>> contracts) {

    static StreamNames of(TestPlan plan) {
        return new StreamNames(plan.inputs(), plan.outputs(), plan::find);
    }

    String unknownInput(String name) {
        return "The pipeline reads no stream '" + name + "'." + NearestName.hint(name, inputs) + " It reads "
                + String.join(", ", inputs) + ".";
    }

    String unknownOutput(String name) {
        return "The pipeline writes no stream '" + name + "'." + NearestName.hint(name, outputs) + " It writes "
                + String.join(", ", outputs) + ".";
    }

    /** Reports columns that the stream doesn't have. */
    void checkColumns(Path file, String stream, Node row, List<Problem> problems) {
        Optional<StreamContract> contract = contracts.apply(stream);
        if (contract.isEmpty()) {
            problems.add(YamlKeys.place(file, row).problem("TEST-002", unknownInput(stream)));
            return;
        }
        if (!(row instanceof MappingNode mapping)) {
            problems.add(YamlKeys.place(file, row)
                    .problem("TEST-001", "A row of '" + stream + "' expects columns and their values."));
            return;
        }
        List<String> columns = contract.get().schema().fields().fields().stream()
                .map(Field::name)
                .toList();
        for (NodeTuple tuple : mapping.getValue()) {
            String column = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!columns.contains(column)) {
                problems.add(YamlKeys.place(file, tuple.getKeyNode())
                        .problem(
                                "TEST-002",
                                "'" + stream + "' has no column '" + column + "'." + NearestName.hint(column, columns)
                                        + " It has " + String.join(", ", columns) + "."));
            }
        }
    }
}
