package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The layout below {@code .weir}.
 *
 * <p>The upper directories can be passed through but not listed by others, since PostgreSQL may run as another user;
 * what lies in them is closed to others.
 */
record StackDirectory(Path home) {

    /** What survives a restart; {@code data/<server>}. */
    Path data(String server) {
        return home.resolve("data").resolve(server);
    }

    /** Unpacked servers. */
    Path servers() {
        return home.resolve("servers");
    }

    /** Process records, arguments and generated settings; only worth something while servers run. */
    Path run() {
        return home.resolve("run");
    }

    /** Scratch space of a server, emptied when it starts. */
    Path scratch(String server) {
        return home.resolve("tmp").resolve(server);
    }

    Path log(String server) {
        return home.resolve("logs").resolve(server + ".log");
    }

    /** What a server wrote on its standard output and error since its last start. */
    Path output(String server) {
        return home.resolve("logs").resolve(server + ".out");
    }

    Path secrets() {
        return home.resolve("secrets");
    }

    /** What captured sources need to log in, one file each. */
    Path connectSecrets() {
        return secrets().resolve("connect");
    }

    /** What deliveries need to log in elsewhere. */
    Path deliverySecrets() {
        return secrets().resolve("deliveries");
    }

    /** How to log in to S3; there is no such file if nobody does. */
    Path s3Login() {
        return secrets().resolve("s3.properties");
    }

    /** Plug-ins of Flink, one folder each. */
    Path flinkPlugins() {
        return servers().resolve("flink-plugins");
    }

    /** Further plug-ins for Kafka Connect, one folder each. */
    Path connectors() {
        return home.resolve("connectors");
    }

    Path cache() {
        return home.resolve("cache");
    }

    void create() {
        try {
            if (!Files.isDirectory(home)) {
                create(home, "rwx--x--x");
            }
            for (Path open : new Path[] {home.resolve("data"), servers()}) {
                create(open, "rwx--x--x");
            }
            for (Path closed : new Path[] {run(), home.resolve("logs"), home.resolve("tmp"), secrets(), cache()}) {
                create(closed, "rwx------");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The directory " + home + " can't be made; set WEIR_HOME to another.", e);
        }
    }

    static void create(Path directory, String permissions) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
