package dev.weir.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to log in to S3, or to a store that is spoken to like it. Kept in a file that only its owner may read, whose keys are
 * {@code endpoint}, {@code region}, {@code access-key} and {@code secret-key}.
 *
 * @param endpoint of another store than AWS's, whose buckets are then part of the path; null for AWS's
 */
public record S3Login(@Nullable String endpoint, String region, String accessKey, String secretKey) {

    private static final String ENDPOINT = "endpoint";
    private static final String REGION = "region";
    private static final String ACCESS_KEY = "access-key";
    private static final String SECRET_KEY = "secret-key";

    /**
     * As AWS's own tools take it from the environment.
     *
     * @throws IllegalArgumentException if a variable isn't set, with what to do
     */
    static S3Login of(Map<String, String> variables) {
        List<String> missing = new ArrayList<>();
        String region = first(variables, missing, "AWS_REGION", "AWS_DEFAULT_REGION");
        String accessKey = first(variables, missing, "AWS_ACCESS_KEY_ID");
        String secretKey = first(variables, missing, "AWS_SECRET_ACCESS_KEY");
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("To log in to S3, export " + String.join(", ", missing)
                    + ", and AWS_ENDPOINT_URL_S3 for a store other than AWS's.");
        }
        return new S3Login(
                first(variables, missing, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"), region, accessKey, secretKey);
    }

    private static String first(Map<String, String> variables, List<String> missing, String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        missing.add(names[0]);
        return "";
    }

    public S3Login {
        endpoint = endpoint == null || endpoint.isBlank() ? null : endpoint;
    }

    /** Empty if there is no such file. */
    static Optional<S3Login> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The login to S3 in " + file + " can't be read.", e);
        }
        return Optional.of(new S3Login(
                kept.getProperty(ENDPOINT),
                kept.getProperty(REGION, ""),
                kept.getProperty(ACCESS_KEY, ""),
                kept.getProperty(SECRET_KEY, "")));
    }

    void store(Path file) {
        Properties properties = new Properties();
        if (endpoint != null) {
            properties.setProperty(ENDPOINT, endpoint);
        }
        properties.setProperty(REGION, region);
        properties.setProperty(ACCESS_KEY, accessKey);
        properties.setProperty(SECRET_KEY, secretKey);
        try {
            Path unfinished = Files.createTempFile(
                    file.getParent(),
                    "s3",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                properties.store(out, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The login to S3 can't be kept in " + file + ".", e);
        }
    }

    /** What Flink's settings say of it; nothing that is secret. */
    public Map<String, String> flinkSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("s3.endpoint.region", region);
        if (endpoint != null) {
            settings.put("s3.endpoint", endpoint);
            settings.put("s3.path.style.access", "true");
            // Not every store takes a condition on a part's ETag; what changed while it was read is noticed all the
            // same.
            settings.put("s3.change.detection.mode", "client");
        }
        return settings;
    }

    /** What a process's environment says of it. */
    Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", accessKey, "AWS_SECRET_ACCESS_KEY", secretKey, "AWS_REGION", region);
    }

    @Override
    public String toString() {
        return "S3Login[" + (endpoint == null ? region : endpoint) + "]";
    }
}
