package dev.weir.functions.score;

import dev.weir.functions.score.ModelSpec.Input;
import dev.weir.functions.score.ModelSpec.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Declarations of models. */
final class TestingSpecs {

    private TestingSpecs() {}

    /** One that gives {@code score}, the first column of the output of that name. */
    static ModelSpec of(Path folder, String... inputs) {
        return new ModelSpec(
                "risk",
                folder.toUri().toString(),
                Stream.of(inputs).map(name -> new Input(name, name)).toList(),
                List.of(new Output("score", "score", 0)),
                Duration.ofSeconds(10),
                64,
                Duration.ofMillis(5));
    }

    static ModelSpec withTimes(ModelSpec spec, Duration timeout, int batch, Duration linger) {
        return new ModelSpec(spec.name(), spec.folder(), spec.inputs(), spec.scores(), timeout, batch, linger);
    }

    static ModelSpec withScores(ModelSpec spec, Output... scores) {
        return new ModelSpec(
                spec.name(),
                spec.folder(),
                spec.inputs(),
                List.of(scores),
                spec.timeout(),
                spec.batch(),
                spec.linger());
    }
}
