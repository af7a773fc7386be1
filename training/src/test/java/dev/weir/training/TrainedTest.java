package dev.weir.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedTest {

    private static final List<String> INPUTS = List.of("noise", "vibration", "temperature");

    @TempDir
    private Path folder;

    /** Who fails follows from vibration and temperature together, which are of different sizes; the first input says nothing. */
    private static List<Example> examples(int machines) {
        Random random = new Random(3);
        List<Example> examples = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            for (int i = 0; i < 50; i++) {
                double vibration = random.nextGaussian();
                double temperature = random.nextGaussian();
                double risk = vibration + temperature + 0.3 * random.nextGaussian();
                examples.add(new Example(
                        "machine-" + machine,
                        i,
                        new double[] {random.nextGaussian(), 0.01 * vibration + 5, 40 + 20 * temperature},
                        risk > 1.5));
            }
        }
        return examples;
    }

    @Test
    void modelIsBetterThanAnyLimitOnOneInput() {
        Trained trained = Trained.of(examples(40), INPUTS, 1);

        assertThat(trained.unseenMachines()).isEqualTo(12);
        assertThat(trained.trainedOn()).isEqualTo(28 * 50);
        assertThat(trained.judgedBy()).isEqualTo(12 * 50);
        assertThat(trained.quality().auc()).isGreaterThan(0.97);
        assertThat(trained.baselines())
                .hasSize(3)
                .allSatisfy(baseline -> assertThat(baseline.quality().auc())
                        .isLessThan(trained.quality().auc() - 0.05));
        assertThat(trained.baselines().get(2).input()).isEqualTo("noise");
        assertThat(trained.quality().precision())
                .isGreaterThan(trained.baselines().get(0).quality().precision());
        assertThat(trained.quality().recall())
                .isGreaterThan(trained.baselines().get(0).quality().recall());
    }

    @Test
    void sameExamplesAndSeedGiveTheSameModel() {
        double[] inputs = {0, 5.01, 50};
        double score = Trained.of(examples(20), INPUTS, 1).model().of(inputs);

        assertThat(Trained.of(examples(20), INPUTS, 1).model().of(inputs)).isEqualTo(score);
        assertThat(Trained.of(examples(20), INPUTS, 2).model().of(inputs)).isNotEqualTo(score);
    }

    @Test
    void onnxSaysWhatTheModelSays() throws Exception {
        RiskModel model = Trained.of(examples(20), INPUTS, 1).model();
        Path file = folder.resolve("7.onnx");

        model.save(file, 7);

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        List<Example> rows = examples(2);
        float[][] inputs = new float[rows.size()][3];
        for (int row = 0; row < inputs.length; row++) {
            for (int i = 0; i < 3; i++) {
                inputs[row][i] = (float) rows.get(row).inputs()[i];
            }
        }
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, inputs);
                OrtSession.Result result = session.run(Map.of("input", tensor))) {
            assertThat(session.getMetadata().getVersion()).isEqualTo(7);
            float[][] scores =
                    (float[][]) result.get(RiskModel.OUTPUT).orElseThrow().getValue();
            assertThat(scores).hasDimensions(inputs.length, 1);
            for (int row = 0; row < inputs.length; row++) {
                assertThat((double) scores[row][0])
                        .isCloseTo(model.of(rows.get(row).inputs()), offset(1e-3));
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void machinesThatAllHoldTeachNothing() {
        List<Example> holding = examples(20).stream()
                .map(example -> new Example(example.machine(), example.atMillis(), example.inputs(), false))
                .toList();
        assertThatThrownBy(() -> Trained.of(holding, INPUTS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 of 300 examples fail");
    }
}
