package dev.weir.pipeline.function;

import dev.weir.contract.Problem;
import dev.weir.functions.SharedFunctions;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.flink.table.functions.UserDefinedFunction;

/**
 * A pipeline's {@code functions/}: Java sources, which are compiled, and jars, which are taken as they are. Every
 * public class among them that extends Flink's {@link UserDefinedFunction} is a SQL function with its simple name. Beside
 * them are those that all pipelines share, unless the pipeline has one of its own with the name.
 */
public final class FunctionFolder {

    private final Path folder;
    private final List<Path> sources;
    private final List<Path> jars;

    /** @param folder need not exist */
    public FunctionFolder(Path folder) throws IOException {
        this.folder = folder;
        this.sources = filesWithin(folder, ".java");
        this.jars = filesWithin(folder, ".jar");
    }

    /**
     * Compiles and loads the functions.
     *
     * @param workFolder gets {@code functions.jar} with the compiled classes if there are sources
     * @param problems gets compile errors and names that stand for two classes
     * @return what could be loaded; the caller closes it
     */
    public PipelineFunctions load(Path workFolder, List<Problem> problems) throws IOException {
        List<Path> all = new ArrayList<>(jars);
        boolean complete = true;
        if (!sources.isEmpty()) {
            FunctionCompiler compiler = new FunctionCompiler(sources, jars);
            Path jar = workFolder.resolve("functions.jar");
            complete = compiler.compile(jar, problems);
            if (complete) {
                all.add(jar);
            }
        }
        URLClassLoader loader = new URLClassLoader(
                "functions",
                all.stream().map(FunctionFolder::url).toArray(URL[]::new),
                getClass().getClassLoader());
        Map<String, Class<? extends UserDefinedFunction>> byName = new TreeMap<>();
        for (Path jar : all) {
            for (String className : classNames(jar)) {
                register(className, loader, byName, problems);
            }
        }
        Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        own.addAll(byName.keySet());
        SharedFunctions.BY_NAME.forEach((name, type) -> {
            if (!own.contains(name)) {
                byName.put(name, type);
            }
        });
        return new PipelineFunctions(byName, Map.of(), all, complete, loader);
    }

    private void register(
            String className,
            ClassLoader loader,
            Map<String, Class<? extends UserDefinedFunction>> byName,
            List<Problem> problems) {
        Class<?> type;
        try {
            type = Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // A jar may bring classes for libraries that aren't here; none of them can be a function.
            return;
        }
        int modifiers = type.getModifiers();
        if (!UserDefinedFunction.class.isAssignableFrom(type)
                || !Modifier.isPublic(modifiers)
                || Modifier.isAbstract(modifiers)) {
            return;
        }
        Class<?> other = byName.putIfAbsent(type.getSimpleName(), type.asSubclass(UserDefinedFunction.class));
        if (other != null) {
            problems.add(new Problem(
                    file(type.getName()),
                    1,
                    1,
                    "FUNCTION-002",
                    "'" + type.getSimpleName() + "' would name both " + other.getName() + " and " + type.getName()
                            + ": rename one of them."));
        }
    }

    /** The source of a class, or the folder if it comes from a jar. */
    public Path file(String className) {
        Path path = Path.of(className.replaceAll("\\$.*", "").replace('.', '/') + ".java");
        return sources.stream()
                .filter(source -> source.endsWith(path))
                .findFirst()
                .or(() -> sources.stream()
                        .filter(source -> source.endsWith(path.getFileName()))
                        .findFirst())
                .orElse(folder);
    }

    private static List<String> classNames(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.endsWith("module-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> filesWithin(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("A local file has no address: " + jar, e);
        }
    }
}
