package dev.weir.functions.score;

import dev.weir.functions.score.ModelRefusedException.Reason;
import java.io.IOException;
import java.util.List;

/** Whether a declared model could be scored by now. */
public final class ModelCheck {

    private ModelCheck() {}

    /**
     * Loads the newest version and scores a row of zeros by it.
     *
     * @throws ModelRefusedException if there is none, or it isn't as declared; says why
     */
    public static void check(ModelSpec spec) throws ModelRefusedException {
        ModelFolder folder = new ModelFolder(spec.folder());
        try {
            List<VersionFile> versions = folder.versions();
            if (versions.isEmpty()) {
                throw new ModelRefusedException(
                        Reason.MISSING,
                        "there is no file *.onnx in " + spec.folder() + ": put one there, such as 1.onnx.");
            }
            check(spec, folder, versions.get(0));
        } catch (IOException e) {
            throw new ModelRefusedException(Reason.MISSING, spec.folder() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static void check(ModelSpec spec, ModelFolder folder, VersionFile newest)
            throws ModelRefusedException, IOException {
        try {
            OnnxModel.load(spec, newest.version(), folder.read(newest)).close();
        } catch (ModelRefusedException e) {
            throw new ModelRefusedException(e.reason(), newest.name() + ": " + e.getMessage(), e);
        }
    }
}
