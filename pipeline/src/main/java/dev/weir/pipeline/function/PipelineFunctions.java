package dev.weir.pipeline.function;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.UserDefinedFunction;

/**
 * The functions of one pipeline, loaded. Closing it closes their class loader.
 *
 * @param byName name in SQL, for a function of the pipeline its simple class name, to class; with those that all pipelines share
 * @param jars what a job needs to run the pipeline's own, on local files
 * @param complete false if some could not be compiled
 * @param loader sees the jars and everything that this process sees
 */
public record PipelineFunctions(
        Map<String, Class<? extends UserDefinedFunction>> byName,
        List<Path> jars,
        boolean complete,
        URLClassLoader loader)
        implements AutoCloseable {

    public PipelineFunctions {
        byName = Map.copyOf(byName);
        jars = List.copyOf(jars);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
