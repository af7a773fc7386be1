package dev.weir.functions.score;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.weir.functions.score.ModelRefusedException.Reason;
import dev.weir.functions.score.ModelSpec.Output;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** Where scores are in what a model gives: tensors of numbers, {@code [rows]} or {@code [rows, columns]}. */
record OnnxScores(List<Output> scores, Set<String> tensors) {

    private static final Set<OnnxJavaType> NUMBERS =
            EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.INT32, OnnxJavaType.INT64);

    static OnnxScores of(ModelSpec spec, Map<String, NodeInfo> found) throws ModelRefusedException {
        Set<String> tensors = new LinkedHashSet<>();
        for (Output score : spec.scores()) {
            NodeInfo node = found.get(score.tensor());
            if (node == null) {
                throw refused(score, found, "it has no output '" + score.tensor() + "'");
            }
            if (!(node.getInfo() instanceof TensorInfo info) || !NUMBERS.contains(info.type)) {
                throw refused(score, found, "its output '" + score.tensor() + "' is no tensor of numbers");
            }
            long[] shape = info.getShape();
            long width = shape.length == 2 ? shape[1] : 1;
            if (shape.length < 1 || shape.length > 2 || (width != -1 && score.column() >= width)) {
                throw refused(score, found, "its output '" + score.tensor() + "' has no [" + score.column() + "]");
            }
            tensors.add(score.tensor());
        }
        return new OnnxScores(spec.scores(), tensors);
    }

    private static ModelRefusedException refused(Output score, Map<String, NodeInfo> found, String why) {
        return new ModelRefusedException(
                Reason.SCORES,
                "'" + score.name() + "' isn't there: " + why + ". It gives " + OnnxModel.words(found)
                        + ". A score is a number in a tensor [rows] or [rows, columns].");
    }

    /** Puts the scores of the rows from {@code from} to {@code to} into {@code into}. */
    void read(OrtSession.Result result, int from, int to, double[][] into) throws ScoringFailedException {
        Map<String, Values> values = new HashMap<>();
        for (String tensor : tensors) {
            values.put(tensor, Values.of(tensor, result.get(tensor).orElse(null), to - from));
        }
        for (int row = from; row < to; row++) {
            into[row] = new double[scores.size()];
            for (int i = 0; i < scores.size(); i++) {
                Output score = scores.get(i);
                into[row][i] = values.get(score.tensor()).at(row - from, score.column());
            }
        }
    }

    private record Values(IntToDoubleFunction values, int width) {

        static Values of(String name, OnnxValue value, int rows) throws ScoringFailedException {
            if (!(value instanceof OnnxTensor tensor)) {
                throw new ScoringFailedException("The model gave no tensor '" + name + "'.");
            }
            long[] shape = tensor.getInfo().getShape();
            if (shape.length < 1 || shape.length > 2 || shape[0] != rows) {
                throw new ScoringFailedException("The model's output '" + name + "' hasn't as many rows as went in.");
            }
            return new Values(numbers(tensor), shape.length == 2 ? (int) shape[1] : 1);
        }

        private static IntToDoubleFunction numbers(OnnxTensor tensor) {
            return switch (tensor.getInfo().type) {
                case FLOAT -> {
                    FloatBuffer floats = tensor.getFloatBuffer();
                    yield floats::get;
                }
                case DOUBLE -> {
                    DoubleBuffer doubles = tensor.getDoubleBuffer();
                    yield doubles::get;
                }
                case INT32 -> {
                    IntBuffer integers = tensor.getIntBuffer();
                    yield integers::get;
                }
                case INT64 -> {
                    LongBuffer integers = tensor.getLongBuffer();
                    yield integers::get;
                }
                case INT8, INT16, UINT8, BOOL, STRING, FLOAT16, BFLOAT16, UNKNOWN ->
                    throw new IllegalStateException("No model is loaded whose scores are " + tensor.getInfo().type);
            };
        }

        double at(int row, int column) throws ScoringFailedException {
            if (column >= width) {
                throw new ScoringFailedException("The model's output has only " + width + " columns.");
            }
            return values.applyAsDouble(row * width + column);
        }
    }
}
