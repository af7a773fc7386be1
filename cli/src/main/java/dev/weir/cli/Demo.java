package dev.weir.cli;

import dev.weir.pipeline.project.DemoConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project that can be shown.
 *
 * @param name what its lines begin with where several demos run
 */
record Demo(String name, PipelineProject project, DemoConfig config) {

    /** What {@code weir up --demo} shows without a name. */
    static final String FIRST = "feed";

    static final String ALL = "all";

    /** The demos that come with Weir: their names and the folders in {@code pipelines/}. */
    private static final Map<String, String> FOLDERS = new LinkedHashMap<>();

    static {
        FOLDERS.put(FIRST, "activity-feed");
        FOLDERS.put("fraud", "fraud-detection");
        FOLDERS.put("iot", "predictive-maintenance");
    }

    /**
     * Finds what is asked for.
     *
     * @param wanted a demo's name, {@code all}, or a project's folder
     * @throws CommandFailure if there is no such thing, or it has no demo
     */
    static List<Demo> find(Home home, String wanted, Console console) throws IOException, ProjectException {
        if (wanted.equals(ALL)) {
            List<Demo> all = new ArrayList<>();
            for (String name : FOLDERS.keySet()) {
                Optional<Demo> demo = load(name, folder(home, name));
                demo.ifPresentOrElse(
                        all::add, () -> console.progress("  " + name + " is left out: " + absent(home, name)));
            }
            return all;
        }
        if (FOLDERS.containsKey(wanted)) {
            return List.of(load(wanted, folder(home, wanted))
                    .orElseThrow(() -> new CommandFailure(ExitCode.NOT_FOUND, absent(home, wanted))));
        }
        Path folder = Path.of(wanted);
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "There is no demo '" + wanted + "', and no such folder. Demos: "
                            + String.join(", ", FOLDERS.keySet()) + ", " + ALL + "; or name a project's folder.");
        }
        return List.of(load(wanted, folder)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND, "The weir.yaml in " + folder.toAbsolutePath() + " has no demo.")));
    }

    private static Path folder(Home home, String name) {
        return home.root().resolve("pipelines").resolve(FOLDERS.get(name));
    }

    private static Optional<Demo> load(String name, Path folder) throws IOException, ProjectException {
        if (!Files.exists(folder.resolve(PipelineProject.CONFIG))) {
            return Optional.empty();
        }
        PipelineProject project = PipelineProject.load(folder);
        return Optional.ofNullable(project.config().demo()).map(config -> new Demo(name, project, config));
    }

    private static String absent(Home home, String name) {
        Path folder = folder(home, name);
        return Files.exists(folder.resolve(PipelineProject.CONFIG))
                ? "the weir.yaml in " + folder + " has no demo."
                : "there is no project in " + folder + ".";
    }
}
