package dev.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all commands: what holds for each of them. */
@Command(
        name = "weir",
        description = {"Takes in events, processes them in event time, and accounts for every one.", ""},
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            CheckCommand.class,
            ApplyCommand.class,
            RunCommand.class,
            StopCommand.class,
            PublishCommand.class,
            SimulateCommand.class,
            TailCommand.class,
            SqlCommand.class,
            AuditCommand.class,
            DeadCommand.class,
            KeysCommand.class,
            QueryCommand.class,
            FeaturesCommand.class,
            LakeCommand.class,
            TestCommand.class,
            BenchCommand.class,
            RecoverCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:checks or tests failed",
            "2:wrong usage",
            "3:not found",
            "4:conflict, or incompatible with what is there",
            "5:not allowed",
            "6:a server can't be reached: try again",
            "70:our fault"
        })
final class WeirCommand implements Runnable {

    private final Home home;
    private final Console console;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How data are written: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show stack traces.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    WeirCommand(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    Home home() {
        return home;
    }

    Console console() {
        return console;
    }

    OutputFormat output() {
        return output;
    }

    boolean verbose() {
        return verbose;
    }

    void print(Table table) {
        console.block(
                switch (output) {
                    case TABLE -> table.text();
                    case JSON -> table.json();
                });
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
