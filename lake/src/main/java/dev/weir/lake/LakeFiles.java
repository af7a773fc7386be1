package dev.weir.lake;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;

/**
 * The files of tables: on a file system that all processes share, without Hadoop's, or on S3. Travels with a job to its tasks;
 * the login to S3 doesn't, they read its file. Safe to share between threads.
 */
public final class LakeFiles implements FileIO, SupportsPrefixOperations {

    private static final long serialVersionUID = 2;
    private static final String S3 = "s3://";

    private final @Nullable String s3Login;
    private transient volatile @Nullable FileIO s3;

    /** Without S3. */
    public LakeFiles() {
        this(null);
    }

    /** @param s3Login the file that says how to log in to S3; null if nobody does */
    LakeFiles(@Nullable Path s3Login) {
        this.s3Login = s3Login == null ? null : s3Login.toString();
    }

    static boolean isLocal(String location) {
        return !location.startsWith(S3);
    }

    /** Of a local file. */
    static Path path(String location) {
        return location.startsWith("file:") ? Path.of(URI.create(location).getPath()) : Path.of(location);
    }

    /** One text for each file, however its location is written. */
    static String normal(String location) {
        return isLocal(location) ? path(location).normalize().toString() : location;
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public InputFile newInputFile(String location) {
        if (isLocal(location)) {
            return Files.localInput(path(location).toFile());
        }
        try (OwnLoader own = OwnLoader.enter()) {
            return s3().newInputFile(location);
        }
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public InputFile newInputFile(String location, long length) {
        if (isLocal(location)) {
            return Files.localInput(path(location).toFile());
        }
        try (OwnLoader own = OwnLoader.enter()) {
            return s3().newInputFile(location, length);
        }
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public OutputFile newOutputFile(String location) {
        if (isLocal(location)) {
            return Files.localOutput(path(location).toFile());
        }
        try (OwnLoader own = OwnLoader.enter()) {
            return s3().newOutputFile(location);
        }
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public void deleteFile(String location) {
        if (!isLocal(location)) {
            try (OwnLoader own = OwnLoader.enter()) {
                s3().deleteFile(location);
                return;
            }
        }
        try {
            java.nio.file.Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException("The lake's file " + location + " can't be deleted.", e);
        }
    }

    @Override
    @SuppressWarnings("try") // The loader is held, not used.
    public Iterable<FileInfo> listPrefix(String prefix) {
        if (isLocal(prefix)) {
            return below(path(prefix));
        }
        try (OwnLoader own = OwnLoader.enter()) {
            List<FileInfo> files = new ArrayList<>();
            ((SupportsPrefixOperations) s3())
                    .listPrefix(prefix.replaceFirst("/*$", "/"))
                    .forEach(files::add);
            return files;
        }
    }

    private static List<FileInfo> below(Path folder) {
        List<FileInfo> files = new ArrayList<>();
        try (Stream<Path> all =
                java.nio.file.Files.find(folder, Integer.MAX_VALUE, (file, attributes) -> attributes.isRegularFile())) {
            for (Path file : (Iterable<Path>) all::iterator) {
                BasicFileAttributes attributes = java.nio.file.Files.readAttributes(file, BasicFileAttributes.class);
                files.add(new FileInfo(
                        file.toString(),
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
        }
    }

    @Override
    public void deletePrefix(String prefix) {
        listPrefix(prefix).forEach(file -> deleteFile(file.location()));
    }

    /** The login isn't among them. */
    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    private FileIO s3() {
        FileIO open = s3;
        if (open == null) {
            synchronized (this) {
                open = s3 == null ? openS3() : s3;
                s3 = open;
            }
        }
        return open;
    }

    private FileIO openS3() {
        if (s3Login == null || !java.nio.file.Files.exists(Path.of(s3Login))) {
            throw new IllegalStateException(
                    "The lake has files on S3, and nobody said how to log in there: start with weir up --s3.");
        }
        Properties login = new Properties();
        try (Reader in = java.nio.file.Files.newBufferedReader(Path.of(s3Login))) {
            login.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The login to S3 in " + s3Login + " can't be read.", e);
        }
        Map<String, String> properties = new HashMap<>();
        properties.put("client.region", login.getProperty("region", ""));
        properties.put("s3.access-key-id", login.getProperty("access-key", ""));
        properties.put("s3.secret-access-key", login.getProperty("secret-key", ""));
        String endpoint = login.getProperty("endpoint");
        if (endpoint != null) {
            properties.put("s3.endpoint", endpoint);
            properties.put("s3.path-style-access", "true");
        }
        return CatalogUtil.loadFileIO("org.apache.iceberg.aws.s3.S3FileIO", properties, null);
    }

    /** Ends the connections to S3, whose threads would hold what came with a job; they begin anew if it is used again. */
    @Override
    public void close() {
        FileIO open = s3;
        s3 = null;
        if (open != null) {
            open.close();
        }
    }
}
