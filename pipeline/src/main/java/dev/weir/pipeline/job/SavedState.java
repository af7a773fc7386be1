package dev.weir.pipeline.job;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.jspecify.annotations.Nullable;

/**
 * A complete checkpoint or savepoint.
 *
 * @param path its URI
 * @param checkpoint its number in the life of its job; a higher one is newer
 * @param savepoint true if it was taken on demand
 * @param operators those that have state in it
 */
public record SavedState(String path, long checkpoint, boolean savepoint, List<SavedOperator> operators) {

    private static final int MAX_LOOKS = 20;
    private static final String CHECKPOINT = "chk-";

    /** An operator with state; {@code uid} is null if it was never given one. */
    public record SavedOperator(OperatorID id, @Nullable String uid) {}

    public SavedState {
        operators = List.copyOf(operators);
    }

    /**
     * The newest complete state of a job: what has no {@code _metadata} is none.
     *
     * @param checkpoints URI of the folder in which jobs have folders with their checkpoints
     * @param savepoints URI of the folder with savepoints of this job only
     * @return empty if no checkpoint of this job was ever completed
     */
    public static Optional<SavedState> newest(String checkpoints, String jobId, String savepoints) throws IOException {
        return inOneLook(() -> look(checkpoints, jobId, savepoints));
    }

    private interface Look<T> {
        T take() throws IOException;
    }

    /** A running job deletes a checkpoint when it has newer ones: then look again. */
    private static <T> T inOneLook(Look<T> look) throws IOException {
        for (int looks = 1; ; looks++) {
            try {
                return look.take();
            } catch (FileNotFoundException e) {
                if (looks == MAX_LOOKS) {
                    throw e;
                }
            }
        }
    }

    private static Optional<SavedState> look(String checkpoints, String jobId, String savepoints) throws IOException {
        @Nullable SavedState newest = null;
        for (Path candidate : complete(new Path(checkpoints, jobId), CHECKPOINT)) {
            newest = newer(newest, load(candidate, false));
        }
        for (Path candidate : complete(new Path(savepoints), "savepoint-")) {
            newest = newer(newest, load(candidate, true));
        }
        return Optional.ofNullable(newest);
    }

    /**
     * The numbers of a job's complete checkpoints, without reading them; savepoints are not among them.
     *
     * @param checkpoints URI of the folder in which jobs have folders with their checkpoints
     */
    public static List<Long> completeCheckpoints(String checkpoints, String jobId) throws IOException {
        return inOneLook(() -> complete(new Path(checkpoints, jobId), CHECKPOINT)).stream()
                .map(folder -> Long.parseLong(folder.getName().substring(CHECKPOINT.length())))
                .toList();
    }

    /** Reads what a checkpoint or savepoint holds, without the state itself. */
    public static SavedState load(String path, boolean savepoint) throws IOException {
        return load(new Path(path), savepoint);
    }

    private static SavedState load(Path folder, boolean savepoint) throws IOException {
        Path file = new Path(folder, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
        try (DataInputStream in = new DataInputStream(file.getFileSystem().open(file))) {
            CheckpointMetadata metadata =
                    Checkpoints.loadCheckpointMetadata(in, SavedState.class.getClassLoader(), folder.toString());
            List<SavedOperator> operators = new ArrayList<>();
            for (OperatorState state : metadata.getOperatorStates()) {
                if (hasState(state)) {
                    operators.add(new SavedOperator(
                            state.getOperatorID(), state.getOperatorUid().orElse(null)));
                }
            }
            return new SavedState(folder.toString(), metadata.getCheckpointId(), savepoint, operators);
        }
    }

    /** Flink's own rule, by which it refuses state that no operator claims. */
    private static boolean hasState(OperatorState state) {
        return state.getCoordinatorState() != null
                || state.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
    }

    private static List<Path> complete(Path folder, String prefix) throws IOException {
        FileSystem files = folder.getFileSystem();
        List<Path> complete = new ArrayList<>();
        if (!files.exists(folder)) {
            return complete;
        }
        for (FileStatus entry : files.listStatus(folder)) {
            Path path = entry.getPath();
            if (path.getName().startsWith(prefix)
                    && files.exists(new Path(path, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME))) {
                complete.add(path);
            }
        }
        return complete;
    }

    private static SavedState newer(@Nullable SavedState a, SavedState b) {
        return a == null || b.checkpoint > a.checkpoint ? b : a;
    }
}
