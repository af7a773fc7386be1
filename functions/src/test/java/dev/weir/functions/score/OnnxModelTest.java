package dev.weir.functions.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.functions.score.ModelRefusedException.Reason;
import dev.weir.functions.score.ModelSpec.Input;
import dev.weir.functions.score.ModelSpec.Output;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OnnxModelTest {

    private final ModelSpec one = TestingSpecs.of(Path.of("models"), "a");
    private final ModelSpec two = TestingSpecs.of(Path.of("models"), "a", "b");

    private static void refused(ModelSpec spec, byte[] bytes, Reason reason, String message) {
        assertThatThrownBy(() -> OnnxModel.load(spec, "1", bytes))
                .asInstanceOf(InstanceOfAssertFactories.type(ModelRefusedException.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused).hasMessageContaining(message);
                });
    }

    @Test
    void aTensorOfAllInputsTakesThemInTheirOrder() throws Exception {
        try (OnnxModel model = OnnxModel.load(two, "1", TestingOnnx.linear(0.5, 2, -3))) {
            assertThat(model.score(new double[][] {{1, 1}, {10, 0}, {0, 10}})).isDeepEqualTo(new double[][] {
                {-0.5}, {20.5}, {-29.5}
            });
        }
    }

    @Test
    void tensorsOfOneInputAreToldByTheirNames() throws Exception {
        ModelSpec named = new ModelSpec(
                "sum",
                two.folder(),
                List.of(new Input("x", "f:b"), new Input("y", "f:a")),
                two.scores(),
                two.timeout(),
                two.batch(),
                two.linger());
        try (OnnxModel model = OnnxModel.load(named, "1", TestingOnnx.sum("f:a", "f:b"))) {
            assertThat(model.score(new double[][] {{1, 2}, {3, 4}})).isDeepEqualTo(new double[][] {{3}, {7}});
        }
    }

    @Test
    void aModelOfOneRowIsAskedOnceForEach() throws Exception {
        try (OnnxModel model = OnnxModel.load(one, "1", TestingOnnx.single())) {
            assertThat(model.score(new double[][] {{1}, {2}, {3}})).isDeepEqualTo(new double[][] {{1}, {2}, {3}});
        }
    }

    @Test
    void whatIsNoModelIsRefused() {
        byte[] model = TestingOnnx.linear(1, 2);
        refused(one, new byte[0], Reason.UNREADABLE, "ONNX Runtime refuses it");
        refused(one, "<html>not found</html>".getBytes(), Reason.UNREADABLE, "ONNX Runtime refuses it");
        for (int length = 1; length < model.length; length++) {
            byte[] cut = Arrays.copyOf(model, length);
            assertThatThrownBy(() -> OnnxModel.load(one, "1", cut)).isInstanceOf(ModelRefusedException.class);
        }
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        refused(one, TestingOnnx.linear(0, 1, 2), Reason.INPUTS, "takes 2 numbers in 'features', not 1");
        refused(two, TestingOnnx.sum("a", "c"), Reason.INPUTS, "has the input 'c', which isn't declared");
        refused(
                TestingSpecs.of(Path.of("models"), "a", "b", "c"),
                TestingOnnx.sum("a", "b"),
                Reason.INPUTS,
                "has no input [c]");
    }

    @Test
    void scoresThatAreNotThereAreRefused() {
        refused(
                TestingSpecs.withScores(one, new Output("risk", "probability", 0)),
                TestingOnnx.linear(0, 1),
                Reason.SCORES,
                "it has no output 'probability'");
        refused(
                TestingSpecs.withScores(one, new Output("risk", "score", 1)),
                TestingOnnx.linear(0, 1),
                Reason.SCORES,
                "its output 'score' has no [1]");
    }

    @Test
    void aBatchThatFailsLeavesTheModelAsItWas() throws Exception {
        try (OnnxModel model = OnnxModel.load(one, "1", TestingOnnx.failing())) {
            assertThatThrownBy(() -> model.score(new double[][] {{0}, {5}})).isInstanceOf(ScoringFailedException.class);
            assertThat(model.score(new double[][] {{0}})).isDeepEqualTo(new double[][] {{7}});
        }
    }

    @Test
    void aSlowModelIsBrokenOff() throws Exception {
        try (OnnxModel model = OnnxModel.load(one, "1", TestingOnnx.slow(1000, 3))) {
            assertThat(model.score(new double[][] {{1}})).isDeepEqualTo(new double[][] {{3}});
            CompletableFuture<double[][]> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return model.score(new double[][] {{1}});
                } catch (ScoringFailedException e) {
                    throw new IllegalStateException("It was broken off.", e);
                }
            });
            Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> {
                model.breakOff();
                return running.isDone();
            });
            assertThat(running).isCompletedExceptionally();
        }
    }
}
