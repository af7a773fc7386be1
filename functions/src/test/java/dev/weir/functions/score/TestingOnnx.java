package dev.weir.functions.score;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tiny models in ONNX format (onnx.proto, operators of version 13), written field by field. */
public final class TestingOnnx {

    private static final int FLOAT = 1;
    private static final int LONG = 7;

    private final Message graph = new Message();

    private TestingOnnx() {}

    /** {@code score = bias + Σ weight · input}, of a tensor {@code features} [rows, inputs]. */
    public static byte[] linear(double bias, double... weights) {
        return new TestingOnnx()
                .input("features", -1, weights.length)
                .floats("weights", new long[] {weights.length, 1}, weights)
                .floats("bias", new long[] {1}, bias)
                .node("Gemm", "score", "features", "weights", "bias")
                .output("score", FLOAT, -1, 1)
                .bytes();
    }

    /** {@code score} [rows] is the sum of two tensors [rows]. */
    public static byte[] sum(String one, String other) {
        return new TestingOnnx()
                .input(one, -1)
                .input(other, -1)
                .node("Add", "score", one, other)
                .output("score", FLOAT, -1)
                .bytes();
    }

    /** Says the input of each row again, but takes only one row at a time. */
    public static byte[] single() {
        return new TestingOnnx()
                .input("features", 1, 1)
                .node("Identity", "score", "features")
                .output("score", FLOAT, 1, 1)
                .bytes();
    }

    /** Says 7 of a row whose one input is 0, and fails if another is in the batch. */
    public static byte[] failing() {
        return new TestingOnnx()
                .input("features", -1, 1)
                .floats("table", new long[] {1}, 7)
                .node("Cast", "index", List.of("features"), "to", LONG)
                .node("Gather", "score", "table", "index")
                .output("score", FLOAT, -1, 1)
                .bytes();
    }

    /** Says {@code bias} of each row, but multiplies five matrices of that many rows and columns before. */
    public static byte[] slow(int size, double bias) {
        TestingOnnx model = new TestingOnnx()
                .input("features", -1, 1)
                .longs("shape", size, size)
                .floats("nothing", new long[] {1, 1}, 0)
                .floats("bias", new long[] {1}, bias)
                .node("ReduceSum", "sum", List.of("features"), "keepdims", 0)
                .node("Expand", "m0", "sum", "shape");
        for (int i = 1; i <= 5; i++) {
            model.node("MatMul", "m" + i, "m" + (i - 1), "m0");
        }
        return model.node("ReduceSum", "all", List.of("m5"), "keepdims", 0)
                .node("Mul", "none", "all", "nothing")
                .node("Gemm", "constant", "features", "nothing", "bias")
                .node("Add", "score", "constant", "none")
                .output("score", FLOAT, -1, 1)
                .bytes();
    }

    private TestingOnnx input(String name, long... shape) {
        graph.message(11, valueInfo(name, FLOAT, shape));
        return this;
    }

    private TestingOnnx output(String name, int type, long... shape) {
        graph.message(12, valueInfo(name, type, shape));
        return this;
    }

    private static Message valueInfo(String name, int type, long... shape) {
        Message dimensions = new Message();
        for (long size : shape) {
            dimensions.message(1, size < 0 ? new Message().text(2, "rows") : new Message().number(1, size));
        }
        Message tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private TestingOnnx floats(String name, long[] shape, double... values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            raw.putFloat((float) value);
        }
        return initializer(name, FLOAT, shape, raw);
    }

    private TestingOnnx longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return initializer(name, LONG, new long[] {values.length}, raw);
    }

    private TestingOnnx initializer(String name, int type, long[] shape, ByteBuffer raw) {
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw.array()));
        return this;
    }

    private TestingOnnx node(String operator, String output, String... inputs) {
        graph.message(1, node(operator, output, List.of(inputs)));
        return this;
    }

    private TestingOnnx node(String operator, String output, List<String> inputs, String attribute, long value) {
        Message attributes = new Message().text(1, attribute).number(3, value).number(20, 2);
        graph.message(1, node(operator, output, inputs).message(5, attributes));
        return this;
    }

    private static Message node(String operator, String output, List<String> inputs) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, operator);
    }

    private byte[] bytes() {
        graph.text(2, "graph");
        Message operators = new Message().text(1, "").number(2, 13);
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, operators)
                .bytes();
    }

    /** A message of Protobuf in its wire format. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            tag(field, 0);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message bytes(int field, byte[] value) {
            tag(field, 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void tag(int field, int kind) {
            varint((long) field << 3 | kind);
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
