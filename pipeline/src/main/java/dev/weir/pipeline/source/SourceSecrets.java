package dev.weir.pipeline.source;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.project.SourceConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets of sources: Connect's workers read them from a file that only its owner may read, so that neither their REST
 * API nor their topics have them.
 *
 * @param folder of the files, one a connector
 * @param variables what {@code ${…}} may name
 */
record SourceSecrets(Path folder, Map<String, String> variables) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    static boolean isSecret(String raw) {
        return VARIABLE.matcher(raw).find();
    }

    /** The text with each {@code ${VARIABLE}} replaced. */
    String resolve(String raw, SourceConfig.Place place) throws ProjectException {
        Matcher matcher = VARIABLE.matcher(raw);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = variables.get(matcher.group(1));
            if (value == null) {
                Problem unset = place.problem(
                        "The environment variable '" + matcher.group(1) + "' is not set: export it first.");
                throw new ProjectException(List.of(unset));
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    /** How Connect finds a secret that {@link #store} keeps. */
    String reference(String connector, String key) {
        return "${file:" + file(connector) + ":" + key + "}";
    }

    /** Keeps the secrets of a connector, instead of those that it had. */
    void store(String connector, Map<String, String> secrets) throws IOException {
        if (secrets.isEmpty()) {
            forget(connector);
            return;
        }
        Properties properties = new Properties();
        properties.putAll(new TreeMap<>(secrets));
        Path unfinished = Files.createTempFile(
                folder,
                connector,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(unfinished)) {
            properties.store(out, null);
        }
        Files.move(unfinished, file(connector), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The secret that a reference in a connector's settings stands for; the text itself if it is none. */
    String dereference(String text) throws IOException {
        Matcher file = Pattern.compile("\\$\\{file:(.+):([^:}]+)}").matcher(text);
        if (file.matches()) {
            Properties properties = new Properties();
            try (var in = Files.newBufferedReader(Path.of(file.group(1)))) {
                properties.load(in);
            }
            return properties.getProperty(file.group(2), "");
        }
        Matcher directory = Pattern.compile("\\$\\{directory:(.+):([^:}]+)}").matcher(text);
        return directory.matches()
                ? Files.readString(Path.of(directory.group(1), directory.group(2)))
                        .strip()
                : text;
    }

    void forget(String connector) throws IOException {
        try {
            Files.delete(file(connector));
        } catch (NoSuchFileException e) {
            // It had none.
        }
    }

    private Path file(String connector) {
        return folder.resolve(connector + ".properties");
    }

    @Override
    public String toString() {
        return "SourceSecrets[" + folder + "]";
    }
}
