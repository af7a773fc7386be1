package dev.weir.pipeline.project;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline's folder, read.
 *
 * @param folder as the caller named it; problems name files below it the same way
 * @param script its {@code pipeline.sql}; without statements if there is none
 */
public record PipelineProject(Path folder, ProjectConfig config, SqlScript script) {

    public static final String CONFIG = "weir.yaml";
    public static final String SCRIPT = "pipeline.sql";
    public static final String STREAMS = "streams";
    public static final String FUNCTIONS = "functions";

    /** The code of a problem with a file that decides nothing about what runs, such as a demo's generator. */
    static final String ABSENT_FILE = "PROJECT-004";

    /**
     * Reads a folder, or the copy of one that a job is brought back from, which has only what decides what runs.
     *
     * @throws ProjectException with every other problem found in {@code weir.yaml} and {@code pipeline.sql}
     */
    public static PipelineProject load(Path folder) throws ProjectException, IOException {
        List<Problem> problems = new ArrayList<>();
        Optional<PipelineProject> project = read(folder, problems);
        problems.removeIf(problem -> problem.code().equals(ABSENT_FILE));
        if (project.isEmpty() || !problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        return project.get();
    }

    /**
     * Reads as much of a folder as can be read.
     *
     * @param problems gets what is wrong in {@code weir.yaml} and {@code pipeline.sql}
     * @return empty if {@code weir.yaml} can't be read at all
     */
    public static Optional<PipelineProject> read(Path folder, List<Problem> problems) throws IOException {
        Path script = folder.resolve(SCRIPT);
        SqlScript statements = Files.exists(script)
                ? SqlScript.parse(script, Files.readString(script), problems)
                : new SqlScript(List.of());
        Path config = folder.resolve(CONFIG);
        try {
            return new ProjectConfigParser(config, System.getenv(), problems)
                    .parse(Files.readString(config))
                    .map(parsed -> new PipelineProject(folder, parsed, statements));
        } catch (NoSuchFileException e) {
            problems.add(new Problem(
                    config, 1, 1, "PROJECT-003", "A pipeline's folder has a weir.yaml, at least with 'name: …'."));
            return Optional.empty();
        }
    }

    public Path streams() {
        return folder.resolve(STREAMS);
    }

    public Path functions() {
        return folder.resolve(FUNCTIONS);
    }
}
