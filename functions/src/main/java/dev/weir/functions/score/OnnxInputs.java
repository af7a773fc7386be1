package dev.weir.functions.score;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.weir.functions.score.ModelRefusedException.Reason;
import dev.weir.functions.score.ModelSpec.Input;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How rows become the tensors that a model takes: one for all inputs, {@code [rows, inputs]}, or one for each, {@code [rows]} or
 * {@code [rows, 1]}, told by their names.
 *
 * @param rows how many it takes at once: 1, or any number if it is -1
 */
record OnnxInputs(List<Tensor> tensors, int rows) {

    private static final Set<OnnxJavaType> NUMBERS =
            EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.INT32, OnnxJavaType.INT64);

    /** @param columns which inputs are in it, by their positions */
    private record Tensor(String name, OnnxJavaType type, boolean matrix, int[] columns) {}

    static OnnxInputs of(ModelSpec spec, Map<String, NodeInfo> found) throws ModelRefusedException {
        boolean oneForAll = found.size() == 1;
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < spec.inputs().size(); i++) {
            positions.put(spec.inputs().get(i).tensor(), i);
        }
        List<Tensor> tensors = new ArrayList<>();
        int rows = -1;
        for (NodeInfo node : found.values()) {
            int[] columns;
            if (oneForAll) {
                columns = IntStream.range(0, spec.inputs().size()).toArray();
            } else {
                Integer position = positions.remove(node.getName());
                if (position == null) {
                    throw refused(spec, found, "has the input '" + node.getName() + "', which isn't declared");
                }
                columns = new int[] {position};
            }
            TensorInfo info = numbers(spec, found, node);
            long[] shape = info.getShape();
            boolean matrix = shape.length == 2;
            if (shape.length < 1 || shape.length > 2 || (shape[0] != -1 && shape[0] != 1)) {
                throw refused(spec, found, "takes '" + node.getName() + "' in a shape that isn't that of rows");
            }
            long width = matrix ? shape[1] : 1;
            if (width != -1 && width != columns.length) {
                throw refused(
                        spec, found, "takes " + width + " numbers in '" + node.getName() + "', not " + columns.length);
            }
            rows = shape[0] == 1 ? 1 : rows;
            tensors.add(new Tensor(node.getName(), info.type, matrix, columns));
        }
        if (!oneForAll && !positions.isEmpty()) {
            throw refused(spec, found, "has no input " + positions.keySet());
        }
        return new OnnxInputs(List.copyOf(tensors), rows);
    }

    private static TensorInfo numbers(ModelSpec spec, Map<String, NodeInfo> found, NodeInfo node)
            throws ModelRefusedException {
        if (node.getInfo() instanceof TensorInfo info && NUMBERS.contains(info.type)) {
            return info;
        }
        throw refused(spec, found, "takes '" + node.getName() + "' as something other than numbers");
    }

    private static ModelRefusedException refused(ModelSpec spec, Map<String, NodeInfo> found, String what) {
        return new ModelRefusedException(
                Reason.INPUTS,
                "it " + what + ". Declared are "
                        + spec.inputs().stream().map(Input::tensor).toList() + "; it takes "
                        + OnnxModel.words(found)
                        + ". Expected is one tensor of numbers [rows, inputs], or one [rows] or [rows, 1] for each input by"
                        + " its name.");
    }

    /** The caller closes the tensors. */
    Map<String, OnnxTensor> of(OrtEnvironment environment, double[][] all, int from, int to) throws OrtException {
        Map<String, OnnxTensor> made = new HashMap<>();
        try {
            for (Tensor tensor : tensors) {
                made.put(tensor.name(), of(environment, tensor, all, from, to));
            }
        } catch (OrtException e) {
            made.values().forEach(OnnxTensor::close);
            throw e;
        }
        return made;
    }

    private static OnnxTensor of(OrtEnvironment environment, Tensor tensor, double[][] all, int from, int to)
            throws OrtException {
        int[] columns = tensor.columns();
        double[] values = new double[(to - from) * columns.length];
        int next = 0;
        for (int row = from; row < to; row++) {
            for (int column : columns) {
                values[next++] = all[row][column];
            }
        }
        long[] shape = tensor.matrix() ? new long[] {to - from, columns.length} : new long[] {to - from};
        return switch (tensor.type()) {
            case FLOAT -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    floats[i] = (float) values[i];
                }
                yield OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
            }
            case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
            case INT32 ->
                OnnxTensor.createTensor(
                        environment,
                        IntBuffer.wrap(IntStream.range(0, values.length)
                                .map(i -> (int) Math.round(values[i]))
                                .toArray()),
                        shape);
            case INT64 ->
                OnnxTensor.createTensor(
                        environment,
                        LongBuffer.wrap(IntStream.range(0, values.length)
                                .mapToLong(i -> Math.round(values[i]))
                                .toArray()),
                        shape);
            case INT8, INT16, UINT8, BOOL, STRING, FLOAT16, BFLOAT16, UNKNOWN ->
                throw new IllegalStateException("No model is loaded whose inputs are " + tensor.type());
        };
    }
}
