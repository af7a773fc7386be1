package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A password that nobody has to think up, in a file that only its owner may read. */
record Secret(Path file) {
    private static final int BYTES = 24;

    /** The password; made when it is first asked for. */
    String value() {
        try {
            if (!Files.exists(file)) {
                create();
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("The password in " + file + " can't be read or made.", e);
        }
    }

    private void create() throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path unfinished = Files.createTempFile(
                file.getParent(),
                "secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "***";
    }
}
