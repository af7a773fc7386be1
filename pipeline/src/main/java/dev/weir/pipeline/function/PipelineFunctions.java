package dev.weir.pipeline.function;

import dev.weir.functions.score.ScoreFunction;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.UserDefinedFunction;

/**
 * The functions of one pipeline, loaded. Closing it closes their class loader.
 *
 * @param byName name in SQL, for a function of the pipeline its simple class name, to class; with those that all pipelines share
 * @param models those that are models, by name in SQL
 * @param jars what a job needs to run the pipeline's own, on local files
 * @param complete false if some could not be compiled
 * @param loader sees the jars and everything that this process sees
 */
public record PipelineFunctions(
        Map<String, Class<? extends UserDefinedFunction>> byName,
        Map<String, ScoreFunction> models,
        List<Path> jars,
        boolean complete,
        URLClassLoader loader)
        implements AutoCloseable {

    public PipelineFunctions {
        byName = Map.copyOf(byName);
        models = Map.copyOf(models);
        jars = List.copyOf(jars);
    }

    /** These functions, and models beside them, unless they have the name of one. */
    public PipelineFunctions with(Map<String, ScoreFunction> added) {
        Map<String, ScoreFunction> others = new HashMap<>(added);
        others.keySet().removeIf(model -> byName.keySet().stream().anyMatch(model::equalsIgnoreCase));
        return new PipelineFunctions(byName, others, jars, complete, loader);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
