package dev.weir.pipeline.job;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars that a job needs on a cluster that has nothing but Flink: Weir's own rooms that run there, and what they
 * need. Which those are is written down by the build of {@code weir-streams}; where they are, the class path says.
 */
public final class JobJars {

    private static final String LIST = "META-INF/weir/job-jars";
    private static final List<String> ROOMS = List.of("contract", "codec", "streams", "functions");
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private JobJars() {}

    /**
     * Finds them on the class path of this process.
     *
     * @param workFolder gets a jar for each room that isn't one, as when tests run from the build's folders
     * @throws IOException if one of them isn't on the class path: the installation is broken
     */
    public static List<Path> find(Path workFolder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String room : ROOMS) {
            jars.add(room(room, workFolder));
        }
        for (String name : listed()) {
            jars.add(library(name));
        }
        return jars;
    }

    /** What a job with models needs beside {@linkplain #find what every job does}. */
    public static Path onnxRuntime() throws IOException {
        return library("onnxruntime");
    }

    private static Path library(String name) throws IOException {
        Predicate<String> anyVersion =
                Pattern.compile(Pattern.quote(name) + "-\\d.*\\.jar").asMatchPredicate();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> anyVersion.test(String.valueOf(path.getFileName())))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        name + " isn't on the class path, but the job needs it: build or install again."));
    }

    /** Names of the third-party jars, without version. */
    private static List<String> listed() throws IOException {
        try (InputStream in = JobJars.class.getClassLoader().getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IOException("weir-streams has no " + LIST + ": build it again.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("[\\s:;,]+"))
                    .filter(entry -> !entry.isBlank())
                    .map(entry -> String.valueOf(Path.of(entry).getFileName()).replace(".jar", ""))
                    .toList();
        }
    }

    private static Path room(String room, Path workFolder) throws IOException {
        String resource = "dev/weir/" + room + "/package-info.class";
        URL url = JobJars.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IOException("weir-" + room + " isn't on the class path: build or install again.");
        }
        String address = url.toString();
        Path root = Path.of(uri(
                address.startsWith("jar:")
                        ? address.substring("jar:".length(), address.indexOf("!/"))
                        : address.substring(0, address.length() - resource.length())));
        return Files.isDirectory(root) ? pack(root, workFolder.resolve("weir-" + room + ".jar")) : root;
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
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
        return jar;
    }

    private static URI uri(String text) throws IOException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IOException("The class path has an address that is none: " + text, e);
        }
    }
}
