package dev.weir.lake;

import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.project.CatalogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server of catalogs wants to be told, in a file that only its owner may read: for tasks, and for commands without its variable. */
final class CatalogToken {

    private CatalogToken() {}

    /**
     * Keeps what the variable says now, if it says anything.
     *
     * @throws ConflictException if it never did
     */
    static void keep(LakeAddress address, @Nullable CatalogConfig catalog, Map<String, String> variables)
            throws ConflictException, IOException {
        LakeAddress.Rest rest = address.rest();
        Path file = rest == null ? null : rest.tokenFile();
        if (file == null || catalog == null) {
            return;
        }
        String said = catalog.token(variables);
        if (said == null) {
            if (!Files.exists(file)) {
                throw new ConflictException("The variable in 'token' of the lake's catalog at " + catalog.uri()
                        + " isn't set: export it first.");
            }
            return;
        }
        Files.createDirectories(address.secrets());
        Path unfinished = Files.createTempFile(
                address.secrets(),
                "token",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, said);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
