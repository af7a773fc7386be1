package dev.weir.training;

import ai.onnx.proto.OnnxMl;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;

/**
 * A logistic regression over scaled inputs. As ONNX it takes the inputs as they are, in a tensor {@code input [rows, inputs]} of
 * floats, and gives {@code failure [rows, 1]}, the probability that the machine fails.
 */
public final class RiskModel implements Score {

    /** What its scores are called. */
    public static final String OUTPUT = "failure";

    private static final String INPUT = "input";
    private static final String DOMAIN = "dev.weir";

    private final LinearSGDModel model;
    private final Scale scale;

    RiskModel(LinearSGDModel model, Scale scale) {
        this.model = model;
        this.scale = scale;
    }

    @Override
    public double of(double[] inputs) {
        return model.predict(RiskTrainer.example(scale.of(inputs), RiskTrainer.UNKNOWN))
                .getOutputScores()
                .get(RiskTrainer.FAILS)
                .getScore();
    }

    /**
     * Puts it in place as a whole, for those that look for it meanwhile.
     *
     * @param version a number that grows with each
     */
    public void save(Path file, long version) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            onnx(version).writeTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private OnnxMl.ModelProto onnx(long version) {
        ONNXContext graph = new ONNXContext();
        graph.setName("failure-risk");
        ONNXPlaceholder input = graph.floatInput(INPUT, scale.size());
        ONNXPlaceholder output = graph.floatOutput(OUTPUT, 1);
        ONNXNode scaled = input.apply(ONNXOperators.SUB, graph.array("mean", scale.means(), true))
                .apply(ONNXOperators.DIV, graph.array("deviation", scale.deviations(), true));
        int place = model.getOutputIDInfo().getID(new Label(RiskTrainer.FAILS));
        model.writeONNXGraph(scaled)
                .apply(ONNXOperators.GATHER, graph.array("fails", new long[] {place}), Map.of("axis", 1))
                .assignTo(output);
        return ONNXExportable.buildModel(graph, DOMAIN, version, model);
    }

    /** How each input is made to have a mean of 0 and a standard deviation of 1. */
    record Scale(double[] means, double[] deviations) {

        int size() {
            return means.length;
        }

        double[] of(double[] inputs) {
            double[] scaled = new double[inputs.length];
            Arrays.setAll(scaled, i -> (inputs[i] - means[i]) / deviations[i]);
            return scaled;
        }
    }
}
