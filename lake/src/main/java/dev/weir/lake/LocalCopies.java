package dev.weir.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/** Data files of tables as DuckDB can read them: it has nothing for S3 that it needn't download first. */
final class LocalCopies {

    private static final Path FOLDER = folder();

    private LocalCopies() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("weir-lake");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "weir-lake-copies"));
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("No folder can be made for copies of the lake's files.", e);
        }
    }

    /** The file itself if it is local, else a copy that lasts as long as this process. Files of tables never change. */
    static String of(String location, FileIO files) throws IOException {
        if (LakeFiles.isLocal(location)) {
            return LakeFiles.path(location).toString();
        }
        Path copy = FOLDER.resolve(location.replaceAll("[^A-Za-z0-9.-]", "_"));
        if (!Files.exists(copy)) {
            Path unfinished = Files.createTempFile(FOLDER, "copy", "");
            try (InputStream in = files.newInputFile(location).newStream()) {
                Files.copy(in, unfinished, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(unfinished, copy, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        return copy.toString();
    }

    private static void delete(Path folder) {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(all::add);
            all.add(folder);
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(LocalCopies.class.getName())
                    .log(System.Logger.Level.WARNING, "Copies of the lake''s files are left in {0}", folder);
        }
    }
}
