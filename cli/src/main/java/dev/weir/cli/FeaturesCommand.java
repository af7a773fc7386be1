package dev.weir.cli;

import dev.weir.pipeline.LakeSql;
import dev.weir.stack.ServerName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir features}: sets to train models with. */
@Command(
        name = "features",
        description = {"Sets to train models with, from the lake, and models that are trained with them.", ""},
        subcommands = {FeaturesCommand.Export.class, FeaturesTrainCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class FeaturesCommand implements Runnable {

    @ParentCommand
    private WeirCommand weir;

    @Spec
    private CommandSpec spec;

    WeirCommand weir() {
        return weir;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code weir features export}. */
    @Command(
            name = "export",
            description = {
                "Write the newest row of each key into a Parquet file, as it was known at a time.",
                "A row that was corrected later is in it as it was then, one that came later isn't.",
                ""
            })
    static final class Export implements Callable<Integer> {

        /** What files can be. */
        enum Format {
            PARQUET
        }

        @ParentCommand
        private FeaturesCommand features;

        @Parameters(index = "0", paramLabel = "TABLE", description = "A table of the lake.")
        private String table = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "What is written; is replaced if it is there.")
        private Path file = Path.of("");

        @Option(
                names = "--as-known-at",
                paramLabel = "TIME",
                description = "When, such as 2026-01-31T12:00:00Z (default: now).")
        private @Nullable String asKnownAt;

        @Option(
                names = "--to",
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
        private Format format = Format.PARQUET;

        @Override
        public Integer call() throws Exception {
            WeirCommand weir = features.weir;
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new CommandFailure(ExitCode.NOT_FOUND, "There is no folder " + folder + ".");
            }
            LocalServers.running(weir.home(), ServerName.POSTGRESQL);
            try (LakeSql lake = new LakeLoader(weir.home(), weir.console()).sql()) {
                Table written = new Table("table", "rows", "file");
                long rows = switch (format) {
                    case PARQUET -> lake.export(table, KnownAt.parse(asKnownAt), file.toAbsolutePath());
                };
                written.add(table, rows, file.toString());
                weir.print(written);
                return ExitCode.FINE;
            } catch (LakeSql.QueryException e) {
                throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
            }
        }
    }
}
