package dev.weir.functions.score;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to the newest version in a model's folder that can be loaded. One that can't is named in the log once, and tried again when
 * its file has changed; the version before it goes on. One look after another; what it knows any thread may ask.
 */
final class ModelVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);

    /** Makes a model of a file. */
    @FunctionalInterface
    interface Loader {
        Model load(ModelSpec spec, String version, byte[] bytes) throws ModelRefusedException;
    }

    private final ModelSpec spec;
    private final ModelFolder folder;
    private final Loader loader;
    private final Consumer<Model> use;
    private Set<VersionFile> refused = new HashSet<>();
    private boolean unreadable;
    private @Nullable String used;
    private volatile int refusals;

    /** @param use takes each version that is to be used from then on, and closes it */
    ModelVersions(ModelSpec spec, Loader loader, Consumer<Model> use) {
        this.spec = spec;
        this.folder = new ModelFolder(spec.folder());
        this.loader = loader;
        this.use = use;
    }

    /** Looks at the folder, and loads what is newer there. Never throws what the folder or its files do. */
    void look() {
        try {
            choose(folder.versions());
            unreadable = false;
        } catch (IOException | RuntimeException e) {
            if (!unreadable) {
                LOG.error("A model's folder can't be read model={} folder={}", spec.name(), spec.folder(), e);
            }
            unreadable = true;
        }
    }

    private void choose(List<VersionFile> versions) {
        Set<VersionFile> stillRefused = new HashSet<>(refused);
        stillRefused.retainAll(versions);
        refused = stillRefused;
        for (VersionFile version : versions) {
            if (version.version().equals(used)) {
                break;
            }
            if (!refused.contains(version) && isUsed(version)) {
                break;
            }
        }
        refusals = refused.size();
    }

    /** False if it is refused. */
    private boolean isUsed(VersionFile version) {
        try {
            Model model = loader.load(spec, version.version(), folder.read(version));
            LOG.info("A version of a model is used model={} version={}", spec.name(), version.version());
            used = version.version();
            use.accept(model);
            return true;
        } catch (ModelRefusedException | IOException e) {
            LOG.error(
                    "A version of a model is refused, and the one before it goes on model={} version={} file={}",
                    spec.name(),
                    version.version(),
                    version,
                    e);
            refused.add(version);
            return false;
        }
    }

    /** How many files in the folder are newer than the version in use, but refused. */
    int refusals() {
        return refusals;
    }
}
