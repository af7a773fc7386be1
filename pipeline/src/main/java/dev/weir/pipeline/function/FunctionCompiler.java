package dev.weir.pipeline.function;

import dev.weir.contract.Problem;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a pipeline's Java sources with the compiler of the running JDK. */
final class FunctionCompiler {

    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final List<Path> sources;
    private final List<Path> jars;

    FunctionCompiler(List<Path> sources, List<Path> jars) {
        this.sources = sources;
        this.jars = jars;
    }

    /** Writes the classes into {@code jar}: the same sources, the same bytes. False if there are errors. */
    boolean compile(Path jar, List<Problem> problems) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            problems.add(problem(
                    sources.get(0),
                    1,
                    1,
                    "Compiling functions needs a JDK, but this is a JRE: set JAVA_HOME to a JDK."));
            return false;
        }
        Path classes = Files.createTempDirectory("weir-functions");
        try {
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            boolean compiled;
            try (StandardJavaFileManager files =
                    compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
                compiled = compiler.getTask(
                                new StringWriter(),
                                files,
                                diagnostics,
                                options(classes),
                                null,
                                files.getJavaFileObjectsFromPaths(sources))
                        .call();
            }
            for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
                if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                    problems.add(problem(diagnostic));
                }
            }
            if (compiled) {
                pack(classes, jar);
            }
            return compiled;
        } finally {
            delete(classes);
        }
    }

    /** Table functions find their arguments by parameter name: hence -parameters. */
    private List<String> options(Path classes) {
        String classPath = Stream.concat(
                        jars.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "-d",
                classes.toString(),
                "-classpath",
                classPath,
                "--release",
                "17",
                "-parameters",
                "-g",
                "-proc:none");
    }

    private Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) throws IOException {
        String message = diagnostic.getMessage(Locale.ENGLISH).replaceAll("\\s+", " ");
        JavaFileObject source = diagnostic.getSource();
        if (source == null) {
            return problem(sources.get(0), 1, 1, message);
        }
        // javac widens tabs in its own column.
        String text = source.getCharContent(true).toString();
        int offset = (int) Math.max(0, diagnostic.getPosition());
        int column = offset - text.lastIndexOf('\n', offset - 1);
        return problem(Path.of(source.toUri()), (int) diagnostic.getLineNumber(), column, message);
    }

    private static Problem problem(Path file, int line, int column, String message) {
        return new Problem(file, Math.max(1, line), Math.max(1, column), "FUNCTION-001", message);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                JarEntry entry =
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/'));
                entry.setTimeLocal(ENTRY_TIME);
                out.putNextEntry(entry);
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
