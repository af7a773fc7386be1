package dev.weir.functions.score;

import dev.weir.functions.score.ModelSpec.Input;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** How many rows a second one thread scores by a linear model of 10 inputs, by the size of batches. */
public final class ScoreBench {

    private static final int INPUTS = 10;
    private static final long NANOS = 3_000_000_000L;

    private ScoreBench() {}

    public static void main(String[] arguments) throws Exception {
        ModelSpec spec = new ModelSpec(
                "bench",
                "none",
                IntStream.range(0, INPUTS)
                        .mapToObj(i -> new Input("i" + i, "i" + i))
                        .toList(),
                List.of(new ModelSpec.Output("score", "score", 0)),
                Duration.ofSeconds(1),
                64,
                Duration.ZERO);
        Random random = new Random(1);
        double[] weights = random.doubles(INPUTS).toArray();
        try (OnnxModel model = OnnxModel.load(spec, "1", TestingOnnx.linear(0, weights))) {
            for (int batch : new int[] {1, 1, 4, 16, 64, 256}) {
                double[][] rows = new double[batch][];
                Arrays.setAll(rows, i -> random.doubles(INPUTS).toArray());
                long scored = 0;
                long start = System.nanoTime();
                while (System.nanoTime() - start < NANOS) {
                    model.score(rows);
                    scored += batch;
                }
                System.out.printf("batch %d: %.0f rows/s%n", batch, scored * 1e9 / (System.nanoTime() - start));
            }
        }
    }
}
