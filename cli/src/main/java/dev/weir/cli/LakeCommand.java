package dev.weir.cli;

import dev.weir.contract.DurationText;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.LakeTables.Maintained;
import dev.weir.stack.ServerName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir lake}: looks after the tables that pipelines deliver to. */
@Command(
        name = "lake",
        description = {"Look after the tables that pipelines deliver to.", ""},
        subcommands = LakeCommand.Maintain.class,
        synopsisSubcommandLabel = "COMMAND")
final class LakeCommand implements Runnable {

    @ParentCommand
    private WeirCommand weir;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code weir lake maintain}. */
    @Command(
            name = "maintain",
            description = {
                "Compact small files, let old snapshots expire, delete files that belong to none.",
                "No row is lost or changed; deliveries may run meanwhile.",
                ""
            })
    static final class Maintain implements Callable<Integer> {

        /** A file is written, and committed with the next checkpoint. */
        private static final Duration LEAST = Duration.ofHours(1);

        @ParentCommand
        private LakeCommand lake;

        @Option(names = "--table", paramLabel = "TABLE", description = "Only this one.")
        private @Nullable String table;

        @Option(
                names = "--older-than",
                paramLabel = "TIME",
                defaultValue = "7d",
                description =
                        "Snapshots and stray files that are younger stay (default ${DEFAULT-VALUE}, at least 1h).")
        private String olderThan = "7d";

        @Option(names = "--dry-run", description = "Only say what would be done.")
        private boolean dryRun;

        @Override
        public Integer call() throws Exception {
            Duration age = DurationText.parse(olderThan)
                    .filter(duration -> duration.compareTo(LEAST) >= 0)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE,
                            "--older-than is a time from 1h on, such as 7d; found '" + olderThan + "'."));
            WeirCommand weir = lake.weir;
            LocalServers.running(weir.home(), ServerName.POSTGRESQL);
            try (LakeTables tables = new LakeLoader(weir.home(), weir.console()).tables()) {
                List<String> names =
                        tables.all().stream().map(LakeTables.Contents::name).toList();
                String one = table;
                if (one != null && !names.contains(one)) {
                    throw new CommandFailure(
                            ExitCode.NOT_FOUND,
                            "The lake has no table '" + one + "'. It has: " + String.join(", ", names) + ".");
                }
                weir.print(maintain(tables, one == null ? names : List.of(one), age));
            }
            if (dryRun) {
                weir.console().progress("Nothing was changed.");
            }
            return ExitCode.FINE;
        }

        private Table maintain(LakeTables tables, List<String> names, Duration age) throws ConflictException {
            Table done =
                    new Table("table", "files", "compacted", "into", "expired snapshots", "stray files", "stray bytes");
            for (String name : names) {
                Maintained maintained = tables.maintain(name, age, dryRun);
                done.add(
                        maintained.table(),
                        maintained.files(),
                        maintained.compacted(),
                        maintained.into(),
                        maintained.expired(),
                        maintained.stray(),
                        maintained.strayBytes());
            }
            return done;
        }
    }
}
