package dev.weir.lake.postgresql;

import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.DatabaseConfig;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The logins of deliveries. What a delivery's variables said when it was run is kept in files that only their owner may
 * read: for its tasks, and for whoever brings it back without those variables.
 *
 * @param variables what {@code ${…}} may name
 */
public record Logins(LakeAddress address, Map<String, String> variables) {

    private static final String URL = "url";
    private static final String USER = "user";

    /**
     * The login of a delivery.
     *
     * @param job its name, unique here
     * @param place where weir.yaml declares it
     * @throws ProjectException if a variable isn't set and was never
     */
    Login of(String job, DatabaseConfig database, At<String> place) throws ProjectException, IOException {
        if (database.url() == null) {
            return new Login(
                    address.catalog(), address.user(), address.passwordFile().toString());
        }
        Path password = address.secrets().resolve(job + ".password");
        Path rest = address.secrets().resolve(job + ".properties");
        if (!database.isSaid(variables) && Files.exists(password) && Files.exists(rest)) {
            Properties kept = new Properties();
            try (Reader in = Files.newBufferedReader(rest)) {
                kept.load(in);
            }
            return new Login(kept.getProperty(URL), kept.getProperty(USER), password.toString());
        }
        DatabaseConfig said = database.resolved(variables, place);
        Properties properties = new Properties();
        properties.setProperty(URL, "jdbc:" + said.url());
        properties.setProperty(USER, Objects.requireNonNull(said.user()));
        Files.createDirectories(address.secrets());
        try (Writer out = Files.newBufferedWriter(closed(rest))) {
            properties.store(out, null);
        }
        Path unfinished = closed(password.resolveSibling(job + ".tmp"));
        Files.writeString(unfinished, Objects.requireNonNull(said.password()));
        Files.move(unfinished, password, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Login(properties.getProperty(URL), properties.getProperty(USER), password.toString());
    }

    /** A new empty file that only its owner may read. */
    private static Path closed(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Without what the variables say. */
    @Override
    public String toString() {
        return "Logins[" + address.secrets() + "]";
    }
}
