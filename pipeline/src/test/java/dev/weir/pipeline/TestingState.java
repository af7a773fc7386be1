package dev.weir.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** Complete checkpoints without any state in them. */
final class TestingState {

    private TestingState() {}

    /** @return the URI of the checkpoint's folder, as it was given */
    static String write(String folder, long checkpoint) throws IOException {
        Path path = Path.of(URI.create(folder));
        Files.createDirectories(path);
        try (OutputStream out = Files.newOutputStream(path.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(checkpoint, List.of(), List.of()), out);
        }
        return folder;
    }
}
