package dev.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir simulate}: made-up senders. */
@Command(
        name = "simulate",
        description = {"Send what a made-up plant measures, and say what must come of it.", ""},
        subcommands = SimulatePlantCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class SimulateCommand implements Runnable {

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
}
