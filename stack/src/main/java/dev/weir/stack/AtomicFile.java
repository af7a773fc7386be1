package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that a reader, or a start after our death, finds the old or the new text, never half of it. */
final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, String text) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent(), "unfinished", "");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) { // The disk is full, say: who tries again and again leaves nothing behind.
            Files.delete(unfinished);
            throw e;
        }
    }
}
