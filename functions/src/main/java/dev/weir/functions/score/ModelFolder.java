package dev.weir.functions.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * The folder with the versions of a model, on any file system that Flink has.
 *
 * @param uri its address
 */
record ModelFolder(String uri) {

    /** In bytes; greater files aren't read. */
    private static final long LONGEST = 512L << 20;

    /** The versions in it, the newest first; none if there is no such folder. */
    List<VersionFile> versions() throws IOException {
        Path folder = new Path(uri);
        FileStatus[] all;
        try {
            all = folder.getFileSystem().listStatus(folder);
        } catch (FileNotFoundException e) {
            return List.of();
        }
        List<VersionFile> versions = new ArrayList<>();
        if (all != null) {
            for (FileStatus file : all) {
                String name = file.getPath().getName();
                if (!file.isDir() && name.endsWith(VersionFile.ENDING) && !name.startsWith(".")) {
                    versions.add(new VersionFile(name, file.getLen(), file.getModificationTime()));
                }
            }
        }
        versions.sort(Comparator.reverseOrder());
        return versions;
    }

    byte[] read(VersionFile version) throws IOException {
        if (version.length() > LONGEST) {
            throw new IOException("it has " + version.length() + " bytes, and models may have " + LONGEST + ".");
        }
        Path file = new Path(new Path(uri), version.name());
        try (FSDataInputStream in = file.getFileSystem().open(file)) {
            return in.readNBytes((int) LONGEST);
        }
    }
}
