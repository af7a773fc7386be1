package dev.weir.pipeline.function;

import dev.weir.functions.score.ScoreFunction;
import dev.weir.functions.score.ScoreFunction.Pace;
import dev.weir.pipeline.project.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The models of a pipeline as functions. They are made without a look at the models, which may come later. */
public final class ModelFunctions {

    private ModelFunctions() {}

    /**
     * By name in SQL.
     *
     * @param project the folder that a person edits, not a copy of it
     */
    public static Map<String, ScoreFunction> of(List<ModelConfig> models, Path project, Pace pace) {
        Map<String, ScoreFunction> functions = new TreeMap<>();
        models.forEach(model -> functions.put(model.name().value(), new ScoreFunction(model.spec(project), pace)));
        return functions;
    }
}
